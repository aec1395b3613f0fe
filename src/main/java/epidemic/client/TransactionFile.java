package epidemic.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A transaction file that is read line by line; it is never in memory as a whole. Confined to one thread.
 *
 * <p>A bad line is a value, {@link FileLine.Bad}, not an exception: the lines behind it still count.
 */
public final class TransactionFile implements AutoCloseable {
    private final String name;
    private final TransactionParser parser;
    private final InputStream input;
    private final LineReader lines;
    private long number;

    private TransactionFile(String name, TransactionParser parser, InputStream input) {
        this.name = name;
        this.parser = parser;
        this.input = input;
        this.lines = new LineReader(input);
    }

    /**
     * Opens a file at its first line.
     *
     * @param name the file as the user named it; error messages and summaries name it so
     * @throws UnreadableFileException if there is no such file, it is a directory, or it may not be read
     */
    public static TransactionFile open(String name, TransactionParser parser) {
        try {
            return new TransactionFile(name, parser, stream(name));
        } catch (IOException | InvalidPathException problem) {
            throw unreadable(name, problem);
        }
    }

    /**
     * Checks that a file can be read, by reading its first byte.
     *
     * @throws UnreadableFileException if not
     */
    static void requireReadable(String name) {
        try (InputStream input = stream(name)) {
            input.read();
        } catch (IOException | InvalidPathException problem) {
            throw unreadable(name, problem);
        }
    }

    private static InputStream stream(String name) throws IOException {
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw new UnreadableFileException(name + " is a directory: a transaction file is allowed");
        }
        return Files.newInputStream(path);
    }

    /** A file whose bytes come from elsewhere; it closes the stream. */
    static TransactionFile of(String name, TransactionParser parser, InputStream input) {
        return new TransactionFile(name, parser, input);
    }

    /**
     * The next line that is neither blank nor a comment, or empty at the end of the file.
     *
     * @throws UnreadableFileException if the file cannot be read on
     */
    public Optional<FileLine> next() {
        try {
            Optional<LineReader.Line> line = lines.next();
            while (line.isPresent()) {
                number++;
                if (!isSkipped(line.get())) {
                    return Optional.of(read(line.get()));
                }
                line = lines.next();
            }
            return Optional.empty();
        } catch (IOException problem) {
            throw unreadable(name, problem);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException problem) {
            throw unreadable(name, problem);
        }
    }

    private static boolean isSkipped(LineReader.Line line) {
        return line.problem().isEmpty() && TransactionParser.isSkipped(line.text());
    }

    private FileLine read(LineReader.Line line) {
        if (line.problem().isPresent()) {
            return new FileLine.Bad(name, number, line.problem().get());
        }
        try {
            return new FileLine.Parsed(name, number, parser.parse(line.text()));
        } catch (TransactionSyntaxException problem) {
            return new FileLine.Bad(name, number, problem.getMessage());
        }
    }

    private static UnreadableFileException unreadable(String name, Exception problem) {
        return new UnreadableFileException(
                name + " cannot be read, " + reason(problem) + ": a readable transaction file is allowed", problem);
    }

    private static String reason(Exception problem) {
        if (problem instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return problem instanceof AccessDeniedException ? "its permissions forbid it" : problem.getMessage();
    }
}
