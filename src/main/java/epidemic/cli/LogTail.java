package epidemic.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The lines of a file that somebody else writes. When another file takes its place, as a compacted log does, the rest of
 * the old one comes first and then the new one from its beginning.
 */
final class LogTail {
    private static final int LOOK_MILLIS = 200;

    private final Path file;
    private final boolean follows;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private InputStream input;
    private long lineNumber;
    private Optional<Object> key;

    LogTail(Path file, boolean follows) throws IOException {
        this.file = file;
        this.follows = follows;
        this.key = keyOf(file);
        this.input = open();
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /**
     * The next whole line; an unfinished last line is not there yet. Waits for it, if the file is followed.
     *
     * @param beforeWaiting is done before each pause
     * @return empty at the end of the file
     */
    Optional<String> next(Runnable beforeWaiting) throws IOException, InterruptedException {
        while (true) {
            int next = input.read();
            if (next == '\n') {
                lineNumber++;
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                return Optional.of(whole);
            } else if (next >= 0) {
                line.write(next);
            } else if (!follows) {
                input.close();
                return Optional.empty();
            } else {
                beforeWaiting.run();
                waitForMore();
            }
        }
    }

    /** Where the last line stands, for people. */
    String place() {
        return file + ":" + lineNumber;
    }

    /** What was written to the old file until it was replaced is read to the end first. */
    private void waitForMore() throws IOException, InterruptedException {
        Optional<Object> now = keyOf(file);
        if (now.isPresent() && !now.equals(key) && input.available() == 0) {
            input.close();
            line.reset();
            lineNumber = 0;
            key = now;
            input = open();
            return;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }

    /** What tells files of one name apart. */
    private static Optional<Object> keyOf(Path file) throws IOException {
        try {
            return Optional.of(Objects.requireNonNullElse(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey(), file));
        } catch (NoSuchFileException betweenTwo) {
            return Optional.empty();
        }
    }
}
