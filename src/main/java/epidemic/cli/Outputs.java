package epidemic.cli;

import epidemic.lab.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What options name to be written: tried before the work begins, and told in one line if it cannot be written. */
final class Outputs {
    private static final String HISTORY = "--history";

    private Outputs() {}

    /**
     * Tries whether a file can be written. One that is there is left as it is.
     *
     * @throws CommandFailure if it cannot
     */
    static void requireFile(String option, Path file) {
        try {
            tryFile(file);
        } catch (IOException cannot) {
            throw failure(option, file, cannot);
        }
    }

    /**
     * Tries whether a history can be written, and makes its directory.
     *
     * @throws CommandFailure if it cannot
     */
    static void requireHistory(Path path) {
        try {
            if (HistoryWriter.isFile(path)) {
                tryDirectory(path.toAbsolutePath().getParent());
                tryFile(path);
            } else {
                tryDirectory(path);
            }
        } catch (IOException cannot) {
            throw failureOfHistory(path, cannot);
        }
    }

    /** A link that leads nowhere yet is no reason to refuse. */
    private static void tryFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(Files.createFile(file));
        } else if (Files.exists(file) && !Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }

    private static void tryDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.delete(Files.createTempFile(directory, "epidemic-", ".tmp"));
    }

    /**
     * Writes a file.
     *
     * @throws CommandFailure if that cannot be
     */
    static void write(String option, Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException cannot) {
            throw failure(option, file, cannot);
        }
    }

    /** A file cannot be written. */
    static CommandFailure failure(String option, Path file, IOException cannot) {
        return failure(option, file, cannot, "a file in an existing directory that may be written");
    }

    /** A history cannot be written. */
    static CommandFailure failureOfHistory(Path path, IOException cannot) {
        return failure(HISTORY, path, cannot, "a directory that may be written, or in one a name.jsonl or name.edn,");
    }

    private static CommandFailure failure(String option, Path path, IOException cannot, String allowed) {
        return new CommandFailure(
                option + " " + path + " cannot be written, " + why(cannot) + ": " + allowed + " is allowed", cannot);
    }

    private static String why(IOException cannot) {
        if (cannot instanceof NoSuchFileException) {
            return "no such directory";
        }
        if (cannot instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is a file";
        }
        if (cannot instanceof AccessDeniedException) {
            return "permission denied";
        }
        Optional<String> reason =
                cannot instanceof FileSystemException known ? Optional.ofNullable(known.getReason()) : Optional.empty();
        return reason.orElse(String.valueOf(cannot.getMessage()));
    }
}
