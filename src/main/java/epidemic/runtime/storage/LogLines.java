package epidemic.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Goes through a piece of a log line by line. Holds one chunk of {@value #CHUNK_BYTES} bytes, or the longest line met.
 *
 * <p>{@link #next()} moves to a line; the other methods tell of that line until the next move. Confined to one thread.
 */
final class LogLines {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int LINE_BYTES_MAX = 1 << 30;

    private final LogDisk disk;
    private final long end;

    private byte[] buffer = new byte[CHUNK_BYTES];
    private long bufferPosition;
    private int filled;
    private int lineStart;
    private int lineEnd;

    /**
     * Lines of a piece.
     *
     * @param from the position of a line's first byte
     * @param end the position behind the piece's last byte
     */
    LogLines(LogDisk disk, long from, long end) {
        this.disk = disk;
        this.bufferPosition = from;
        this.end = end;
    }

    /**
     * Moves to the next line.
     *
     * @return whether there is one
     * @throws IOException if the disk fails, or the line is longer than 1 GiB
     */
    boolean next() throws IOException {
        lineStart = lineEnd;
        int searched = lineStart;
        while (true) {
            for (int index = searched; index < filled; index++) {
                if (buffer[index] == '\n') {
                    lineEnd = index + 1;
                    return true;
                }
            }
            int unfinished = filled - lineStart;
            if (!fill()) {
                lineEnd = filled;
                return lineEnd > lineStart;
            }
            searched = lineStart + unfinished;
        }
    }

    /** The array that holds the line, from {@link #offset()} on. */
    byte[] array() {
        return buffer;
    }

    /** Where the line begins in {@link #array()}. */
    int offset() {
        return lineStart;
    }

    /** The length of the line in bytes, with its newline. */
    int length() {
        return lineEnd - lineStart;
    }

    /** The position of the line's first byte in the file. */
    long position() {
        return bufferPosition + lineStart;
    }

    /** The position behind the line's last byte in the file. */
    long endPosition() {
        return bufferPosition + lineEnd;
    }

    /** Whether the line ends with a newline. */
    boolean isWhole() {
        return length() > 0 && buffer[lineEnd - 1] == '\n';
    }

    /** Whether the piece ends with this line. */
    boolean isLast() {
        return endPosition() == end;
    }

    /** Reads more behind the bytes of the line begun. Returns whether there was more. */
    private boolean fill() throws IOException {
        long position = bufferPosition + filled;
        if (position >= end) {
            return false;
        }
        makeRoom();
        int wanted = (int) Math.min(buffer.length - filled, end - position);
        int count = disk.read(ByteBuffer.wrap(buffer, filled, wanted), position);
        if (count < 0) {
            throw new IOException("the file ends at byte " + position + " instead of " + end);
        }
        filled += count;
        return true;
    }

    private void makeRoom() throws IOException {
        int unfinished = filled - lineStart;
        if (unfinished >= LINE_BYTES_MAX) {
            throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes at byte " + position());
        }
        byte[] target = unfinished > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, lineStart, target, 0, unfinished);
        bufferPosition += lineStart;
        buffer = target;
        filled = unfinished;
        lineStart = 0;
        lineEnd = 0;
    }
}
