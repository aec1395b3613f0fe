package epidemic.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Replicas in JVMs of their own. Each ends when its standard input does: when it is told to, and also when this process
 * dies in whatever way.
 */
public final class ReplicaProcesses implements AutoCloseable {
    /** What a replica says on standard output when it runs. */
    static final String READY = "replica ready";

    private static final int STOP_SECONDS = 5;

    private final String contender;
    private final int heapMegabytes;
    private final List<Process> running = new ArrayList<>();

    /**
     * None yet.
     *
     * @param contender whose replicas they will be
     */
    ReplicaProcesses(String contender, int heapMegabytes) {
        this.contender = contender;
        this.heapMegabytes = heapMegabytes;
    }

    /** Starts all replicas from this index on, and returns when each runs. */
    public void startFrom(int first, Seat seat) throws IOException {
        List<Process> started = new ArrayList<>();
        for (int index = first; index < Seat.COUNT; index++) {
            started.add(start(seat.at(index)));
        }
        for (Process process : started) {
            awaitReady(process);
        }
    }

    private Process start(Seat seat) throws IOException {
        List<String> command = Jvm.command(heapMegabytes);
        command.addAll(List.of(
                "replica",
                "--contender=" + contender,
                "--index=" + seat.index(),
                "--storage=" + seat.storage(),
                "--directory=" + seat.directory(),
                "--ports=" + seat.ports().stream().map(String::valueOf).collect(Collectors.joining(","))));
        return start(command, seat.directory().resolve("replica-" + seat.index() + ".log"));
    }

    /** Starts a program that does not watch its standard input: a shell does, and kills it. What it says goes to a file. */
    public void startProgram(List<String> program, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "\"$@\" </dev/null >&2 & program=$!; cat >/dev/null; kill -9 $program; wait $program",
                "sh"));
        command.addAll(program);
        start(command, log);
    }

    private Process start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        running.add(process);
        return process;
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.equals(READY)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("a replica's process ended before it was ready");
        }
        Thread drain = new Thread(() -> drain(lines), "drain");
        drain.setDaemon(true);
        drain.start();
    }

    /** So that a replica that prints much never waits for somebody to read it. */
    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                continue;
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : running) {
            try {
                process.getOutputStream().close();
            } catch (IOException gone) {
                continue;
            }
        }
        for (Process process : running) {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
