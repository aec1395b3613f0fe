package epidemic.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import epidemic.kernel.Outcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Collects what became of the lines of a run, and writes it as JSON: transactions and errors file by file, in the order
 * of the lines. Outcomes wait in temporary files, so memory does not grow with their number.
 *
 * <p>Threads: several may add at once, but only one for each file; {@link #write} comes after them all.
 */
public final class Summary implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final List<String> files;
    private final List<Spool> transactions = new ArrayList<>();
    private final List<Spool> errors = new ArrayList<>();
    private final LongAdder committed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder badLines = new LongAdder();

    /**
     * An empty summary.
     *
     * @param files as the user named them, in the order in which they are listed; a file may stand twice
     */
    public Summary(List<String> files) {
        this.files = List.copyOf(files);
        for (int index = 0; index < files.size(); index++) {
            transactions.add(new Spool());
            errors.add(new Spool());
        }
    }

    /**
     * Adds the outcome of the next line of a file.
     *
     * @param fileIndex which file, from 0 on
     */
    public void add(int fileIndex, LineOutcome line) {
        String file = files.get(fileIndex);
        transactions.get(fileIndex).add(json -> SummaryJson.transaction(json, file, line));
        counterOf(line.outcome()).increment();
    }

    /**
     * Adds the next bad line of a file.
     *
     * @param fileIndex which file, from 0 on
     */
    public void add(int fileIndex, FileLine.Bad bad) {
        errors.get(fileIndex).add(json -> SummaryJson.error(json, bad));
        badLines.increment();
    }

    private LongAdder counterOf(Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            return committed;
        }
        return outcome instanceof Outcome.Refused ? refused : unknown;
    }

    /** How many there are by now. */
    public Counts counts() {
        return new Counts(committed.sum(), refused.sum(), unknown.sum(), badLines.sum());
    }

    /**
     * The figures of a run.
     *
     * @param badLines lines that are no transactions
     */
    public record Counts(long committed, long refused, long unknown, long badLines) {
        /** Whether every line was committed; otherwise a command that ran it ends with exit code 1. */
        public boolean isClean() {
            return refused + unknown + badLines == 0;
        }
    }

    /**
     * The end of a run.
     *
     * @param strategy the name of the strategy
     * @param counts of this summary, or of load that was made without lines
     * @param nodes all nodes, layer by layer
     */
    public record End(String strategy, Counts counts, List<NodeSummary> nodes) {
        /** Copies the nodes. */
        public End {
            nodes = List.copyOf(nodes);
        }
    }

    /** The end of a run of which this summary has all lines. */
    public End end(String strategy, List<NodeSummary> nodes) {
        return new End(strategy, counts(), nodes);
    }

    /**
     * Writes the summary. The file appears whole or not at all; one that is there is replaced.
     *
     * @throws UnreadableFileException if the file cannot be written
     */
    public void write(Path file, End end) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                writeInPlace(file, end);
            } else {
                Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
                replace(target, end);
            }
        } catch (IOException problem) {
            throw new UnreadableFileException(
                    "the summary " + file + " cannot be written, " + problem
                            + ": a file in an existing directory that may be written is allowed",
                    problem);
        }
    }

    /**
     * Checks, before anything runs, that the summary can be put where it is wanted.
     *
     * @throws UnreadableFileException if its directory is not there or may not be written, or it is a directory
     */
    public static void requireWritable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        boolean replaceable = directory != null && Files.isDirectory(directory) && Files.isWritable(directory);
        boolean special = Files.exists(file) && !Files.isRegularFile(file);
        if (Files.isDirectory(file) || !(special || replaceable)) {
            throw new UnreadableFileException("the summary " + file
                    + " cannot be written: a file in an existing directory that may be written is allowed");
        }
    }

    /** For a pipe or a device, such as /dev/stdout. */
    private void writeInPlace(Path target, End end) throws IOException {
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(target), BUFFER_BYTES)) {
            write(output, end);
        }
    }

    private void replace(Path target, End end) throws IOException {
        Path temporary = target.resolveSibling(target.getFileName() + "." + System.nanoTime() + ".tmp");
        try {
            writeInPlace(temporary, end);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException problem) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Writes the summary to a stream, which stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(OutputStream output, End end) throws IOException {
        text(output, "{\"strategy\":" + quoted(end.strategy()) + ",\n\"transactions\":[");
        copy(transactions, output);
        text(output, "],\n\"errors\":[");
        copy(errors, output);
        text(output, "],\n\"nodes\":[");
        for (int index = 0; index < end.nodes().size(); index++) {
            text(output, index == 0 ? "\n" : ",\n");
            try (JsonGenerator json = SummaryJson.FACTORY.createGenerator(output)) {
                SummaryJson.node(json, end.nodes().get(index));
            }
        }
        text(output, "],\n" + counts(end.counts()) + "}\n");
        output.flush();
    }

    private static void copy(List<Spool> spools, OutputStream output) throws IOException {
        String before = "\n";
        for (Spool spool : spools) {
            if (!spool.isEmpty()) {
                text(output, before);
                spool.copyTo(output);
                before = ",\n";
            }
        }
    }

    private static String counts(Counts counts) {
        return "\"counts\":{\"committed\":" + counts.committed() + ",\"refused\":" + counts.refused() + ",\"unknown\":"
                + counts.unknown() + ",\"badLines\":" + counts.badLines() + "}";
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static void text(OutputStream output, String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes the temporary files. */
    @Override
    public void close() {
        transactions.forEach(Spool::close);
        errors.forEach(Spool::close);
    }
}
