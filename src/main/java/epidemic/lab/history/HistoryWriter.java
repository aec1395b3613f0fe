package epidemic.lab.history;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the history of one run into a directory: {@code history.jsonl}, {@code history.edn}, {@code
 * observations.jsonl}, {@code meta.json}. What is there already is replaced.
 *
 * <p>Thread-safe: a line's index is taken and the line is written under one lock, so the file's order is the order of
 * the calls. Whoever calls writes {@code INVOKE} before the request leaves, its end after the answer is in, and {@code
 * INFO} for what is open at the end.
 */
public final class HistoryWriter implements HistorySink, Closeable {
    private final BufferedWriter json;
    private final BufferedWriter edn;
    private final BufferedWriter observations;
    private long nextIndex;

    private HistoryWriter(Path directory, String prefix, RunMeta meta) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(prefix + "meta.json"), HistoryLine.of(meta).json() + "\n");
        String name = prefix.isEmpty() ? "history." : prefix;
        json = Files.newBufferedWriter(directory.resolve(name + "jsonl"));
        edn = Files.newBufferedWriter(directory.resolve(name + "edn"));
        observations = Files.newBufferedWriter(directory.resolve(prefix + "observations.jsonl"));
    }

    /**
     * Opens the files in a directory.
     *
     * @param directory is made if it is not there
     * @throws IOException if they cannot be written
     */
    public static HistoryWriter in(Path directory, RunMeta meta) throws IOException {
        return new HistoryWriter(directory, "", meta);
    }

    /**
     * Opens a file of another name, {@code NAME.jsonl} or {@code NAME.edn}; the others stand beside it as {@code
     * NAME.meta.json} and so on.
     *
     * @throws IOException if they cannot be written
     */
    public static HistoryWriter at(Path file, RunMeta meta) throws IOException {
        String name = file.getFileName().toString();
        Path absolute = file.toAbsolutePath();
        return new HistoryWriter(absolute.resolveSibling("."), name.substring(0, name.lastIndexOf('.') + 1), meta);
    }

    /** Whether a path names a file rather than a directory. */
    public static boolean isFile(Path path) {
        String name = path.toString();
        return name.endsWith(".jsonl") || name.endsWith(".edn");
    }

    @Override
    public synchronized void event(HistoryEvent event) {
        write(HistoryLine.of(nextIndex++, event));
    }

    @Override
    public synchronized void fault(long timeNanos, String function, String value) {
        write(HistoryLine.ofFault(nextIndex++, timeNanos, function, value));
    }

    @Override
    public synchronized void change(StateChange change) {
        write(observations, HistoryLine.of(change).json());
    }

    private void write(HistoryLine line) {
        write(json, line.json());
        write(edn, line.edn());
    }

    private static void write(BufferedWriter file, String line) {
        try {
            file.write(line);
            file.write('\n');
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten.getMessage(), notWritten);
        }
    }

    /**
     * Hands what was written to the operating system.
     *
     * @throws UncheckedIOException if that fails
     */
    @Override
    public synchronized void flush() {
        try {
            json.flush();
            edn.flush();
            observations.flush();
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten.getMessage(), notWritten);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try (json;
                edn;
                observations) {
            json.flush();
        }
    }
}
