package epidemic.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * All contenders, one turn each in every round, so that what else the machine does befalls all of them alike. A turn is a
 * JVM of its own, with replicas of its own, that begins on an empty directory and leaves nothing.
 */
final class Comparison {
    private static final int LOG_TAIL_LINES = 2;
    private static final int LOG_LINE_MAX = 160;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Work work;
    private final Duration turnMax;
    private final int heapMegabytes;
    private final Path directory;
    private final PrintStream progress;

    /**
     * A comparison.
     *
     * @param turnMax after which a turn is ended, and has failed
     * @param directory exists, and is the caller's to delete
     */
    Comparison(Work work, Duration turnMax, int heapMegabytes, Path directory, PrintStream progress) {
        this.work = work;
        this.turnMax = turnMax;
        this.heapMegabytes = heapMegabytes;
        this.directory = directory;
        this.progress = progress;
    }

    /** Every turn of every round; in each round somebody else begins. */
    List<Turn> run(List<Variant> variants, int rounds) throws Exception {
        List<Turn> turns = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (int index = 0; index < variants.size(); index++) {
                Variant variant = variants.get((index + round - 1) % variants.size());
                Turn turn = turn(variant, round);
                say(turn, rounds);
                turns.add(turn);
            }
        }
        return turns;
    }

    private void say(Turn turn, int rounds) {
        String figures = turn.samples().stream()
                .map(sample -> String.format(Locale.ROOT, "%.0f/s", sample.perSecond()))
                .collect(Collectors.joining(", "));
        String outcome = turn.failure() == null
                ? "started in " + turn.startMillis() + " ms; " + figures
                : figures + (figures.isEmpty() ? "" : "; ") + "failed: " + turn.failure();
        progress.printf("round %d of %d: %-24s %s%n", turn.round(), rounds, turn.contender(), outcome);
    }

    private Turn turn(Variant variant, int round) throws Exception {
        Path own = Files.createDirectory(
                directory.resolve(round + "-" + variant.id().replace(':', '-')));
        Process process = start(variant, round, own);
        try {
            if (!process.waitFor(turnMax.toMillis(), TimeUnit.MILLISECONDS)) {
                return Turn.failed(variant.id(), round, "no end within " + turnMax.toSeconds() + " s" + tails(own));
            }
            Path result = own.resolve("turn.json");
            if (!Files.exists(result)) {
                return Turn.failed(variant.id(), round, "its JVM ended with " + process.exitValue() + tails(own));
            }
            Turn turn = JSON.readValue(result.toFile(), Turn.class);
            return turn.failure() == null ? turn : turn.withReason(turn.failure() + tails(own));
        } finally {
            end(process);
            Jvm.delete(own);
            Jvm.delete(Seat.shared(own));
        }
    }

    private Process start(Variant variant, int round, Path own) throws IOException {
        List<String> command = Jvm.command(heapMegabytes);
        command.addAll(List.of(
                "heat",
                "--contender=" + variant.entry().name(),
                "--storage=" + variant.storage(),
                "--round=" + round,
                "--directory=" + own,
                "--heap=" + heapMegabytes,
                "--loads=" + work.loads().stream().map(String::valueOf).collect(Collectors.joining(",")),
                "--keys=" + work.keys(),
                "--value-bytes=" + work.valueBytes(),
                "--heat-up=" + work.heatUp().toMillis() + "ms",
                "--warm-up=" + work.warmUp().toMillis() + "ms",
                "--duration=" + work.duration().toMillis() + "ms"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile())
                .start();
    }

    /** Its replicas end by themselves when it does. */
    private static void end(Process process) throws InterruptedException, IOException {
        List<ProcessHandle> children = process.descendants().toList();
        process.getOutputStream().close();
        process.destroyForcibly().waitFor();
        Jvm.endAll(children);
    }

    /** The ends of all logs, for the reason of a failure. */
    private static String tails(Path own) throws IOException {
        StringBuilder tails = new StringBuilder();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(own, "{log,*.log}")) {
            for (Path log : logs) {
                String tail = tail(log);
                tails.append(tail.isEmpty() ? "" : "; " + log.getFileName() + " ends: " + tail);
            }
        }
        return tails.toString();
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                .toList();
        return lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()).stream()
                .map(line ->
                        line.substring(0, Math.min(line.length(), LOG_LINE_MAX)).strip())
                .collect(Collectors.joining(" | "));
    }
}
