package epidemic.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is done with all the files of a run before the first transaction is sent. */
public final class TransactionFiles {
    private TransactionFiles() {}

    /**
     * Reads all files to their ends. Serves {@code --strict}, and tells how much there is to do. O(bytes) time, one line
     * of memory.
     *
     * @param files as the user named them
     * @param bad is told every bad line, file by file, in line order
     * @throws UnreadableFileException if a file cannot be read
     */
    public static Scan scan(List<String> files, TransactionParser parser, Consumer<FileLine.Bad> bad) {
        long transactions = 0;
        long badLines = 0;
        for (String name : files) {
            try (TransactionFile file = TransactionFile.open(name, parser)) {
                for (Optional<FileLine> line = file.next(); line.isPresent(); line = file.next()) {
                    if (line.get() instanceof FileLine.Bad wrong) {
                        bad.accept(wrong);
                        badLines++;
                    } else {
                        transactions++;
                    }
                }
            }
        }
        return new Scan(transactions, badLines);
    }

    /**
     * Checks that every file can be opened and read. A pipe is taken on trust.
     *
     * @throws UnreadableFileException if one cannot
     */
    public static void requireReadable(List<String> files) {
        for (String name : files) {
            if (!isPipe(name)) {
                TransactionFile.requireReadable(name);
            }
        }
    }

    /**
     * Checks that every file can be read twice, as {@code --strict} does.
     *
     * @throws UnreadableFileException if one is a pipe
     */
    public static void requireRepeatable(List<String> files) {
        for (String name : files) {
            if (isPipe(name)) {
                throw new UnreadableFileException(
                        name + " is a pipe and cannot be read twice: files are allowed with --strict");
            }
        }
    }

    /**
     * How many transactions the files have, or {@link Progress#UNKNOWN_TOTAL} if one is a pipe. O(bytes).
     *
     * @throws UnreadableFileException if a file cannot be read
     */
    public static long total(List<String> files, TransactionParser parser) {
        return files.stream().anyMatch(TransactionFiles::isPipe)
                ? Progress.UNKNOWN_TOTAL
                : scan(files, parser, line -> {}).transactions();
    }

    /** Whether the file is a pipe or a device: it is there and can be read once only. */
    public static boolean isPipe(String name) {
        try {
            return Files.readAttributes(Path.of(name), BasicFileAttributes.class)
                    .isOther();
        } catch (IOException | InvalidPathException problem) {
            return false;
        }
    }

    /**
     * What files hold.
     *
     * @param transactions lines that are transactions
     * @param badLines lines that are neither transactions nor skipped
     */
    public record Scan(long transactions, long badLines) {}
}
