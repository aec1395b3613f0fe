package epidemic.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with one node, as {@link ProcessBench} has it. It ends when its standard input does: when it is told to, and also
 * when this process is gone, in whatever way. When this JVM is shut down it is killed.
 */
final class NodeJvm implements AutoCloseable {
    private static final String GONE = "";
    private static final int STOP_SECONDS = 10;
    private static final int LAST_LINES = 5;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread killer;
    private final PrintWriter orders;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private NodeJvm(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
        this.killer = new Thread(process::destroyForcibly, "kill-" + name);
    }

    /**
     * Starts it.
     *
     * @param log for what it says on standard error
     */
    static NodeJvm start(String name, List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        NodeJvm jvm = new NodeJvm(name, log, process);
        Runtime.getRuntime().addShutdownHook(jvm.killer);
        Thread reader = new Thread(jvm::read, "lines-of-" + name);
        reader.setDaemon(true);
        reader.start();
        return jvm;
    }

    private void read() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            answers.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
        } catch (IOException | UncheckedIOException closed) {
            // The next line says so, too.
        }
        lines.add(GONE);
    }

    void order(String line) {
        orders.println(line);
        orders.flush();
    }

    /**
     * Waits for a line that begins so.
     *
     * @return what stands behind that
     * @throws IOException if the JVM ends before, or says nothing for so long
     */
    String await(String beginning, Duration patience) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            String line = lines.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException(name + " did not say '" + beginning.strip() + "' within " + patience.toSeconds()
                        + " s" + lastLines());
            }
            if (line.equals(GONE)) {
                throw new IOException(name + "'s process ended" + lastLines());
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
    }

    private String lastLines() throws IOException {
        List<String> said = Files.readAllLines(log);
        List<String> last = said.subList(Math.max(0, said.size() - LAST_LINES), said.size());
        return last.isEmpty() ? "" : "; its last lines:\n  " + String.join("\n  ", last);
    }

    /** Asks it to end; the waiting is done by {@link #close}. */
    void end() {
        orders.close();
    }

    /** For tests: whom to look for. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        end();
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException shuttingDown) {
            // Then it has run, or runs.
            return;
        }
    }
}
