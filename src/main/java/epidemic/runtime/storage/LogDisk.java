package epidemic.runtime.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of one log file: what {@link VersionLogFile} needs of a disk, so that tests can count and fail its steps.
 * Reads may run in other threads than the writes.
 */
interface LogDisk extends Closeable {
    /** The size of the file in bytes. */
    long size() throws IOException;

    /**
     * Reads at a position, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)} does.
     *
     * @return the number of bytes read, -1 at the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /**
     * Writes all of the bytes at a position.
     *
     * @throws IOException if not all were written; any beginning of them may have been
     */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Cuts off what is behind a size in bytes. */
    void truncate(long size) throws IOException;

    /** Returns when all that was written is on the disk. */
    void force() throws IOException;

    /** An empty file beside this one, which may take its place. */
    LogDisk openNext() throws IOException;

    /**
     * Puts the file beside this one in its place, at once or not at all. It is this disk's file then; the other disk is not
     * to be used any more.
     *
     * @param next what {@link #openNext} gave
     * @param sync whether that is to survive a loss of power
     */
    void replaceBy(LogDisk next, SyncMode sync) throws IOException;
}
