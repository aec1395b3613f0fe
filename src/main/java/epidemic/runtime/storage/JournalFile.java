package epidemic.runtime.storage;

import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One node's journal on disk, {@code DIR/NODE/journal.bin}: what its replica must remember beside its versions.
 *
 * <p>The file is a row of frames: a mark, the length of the content, its CRC-32C, the content. A group of records is
 * written as one frame (a large one as several). A crash may leave an incomplete last frame, which opening cuts off; an
 * incomplete frame with a good one behind it is damage, and an error.
 *
 * <p>A rewrite makes a new file beside the old one and renames it, so there is always one whole journal.
 *
 * <p>Used by one thread, under the lock of the node's {@link VersionLogFile}.
 */
final class JournalFile implements Closeable {
    private static final String FILE = "journal.bin";
    private static final int MARK = 0x45504A31;
    private static final int HEADER_BYTES = 3 * Integer.BYTES;

    private final JournalPlace place;
    private final Path file;
    private final MessageCodec codec;
    private final SyncMode sync;
    private final RecordBuffer buffer = new RecordBuffer();

    private LogDisk disk;
    private long size;
    private long cutBytes;
    private Optional<IOException> broken = Optional.empty();

    private JournalFile(JournalPlace place, MessageCodec codec, SyncMode sync) throws IOException {
        this.place = place;
        this.file = place.path();
        this.disk = place.open();
        this.codec = codec;
        this.sync = sync;
    }

    /**
     * Opens a node's journal; creates it if it is missing.
     *
     * @param directory the data directory of all nodes
     * @param found takes the records that are in it, in order
     * @throws VersionLogException if it is damaged or not accessible; the message names the file and the place
     */
    static JournalFile open(Path directory, NodeId node, MessageCodec codec, SyncMode sync, List<Message> found)
            throws VersionLogException {
        return open(JournalPlace.at(pathOf(directory, node)), codec, sync, found);
    }

    /** Where a node's journal is. */
    static Path pathOf(Path directory, NodeId node) {
        return VersionLogFile.pathOf(directory, node).resolveSibling(FILE);
    }

    /** As {@link #open(Path, NodeId, MessageCodec, SyncMode, List)}, anywhere. */
    static JournalFile open(JournalPlace place, MessageCodec codec, SyncMode sync, List<Message> found)
            throws VersionLogException {
        try {
            JournalFile journal = new JournalFile(place, codec, sync);
            journal.recover(found);
            return journal;
        } catch (VersionLogException known) {
            throw known;
        } catch (IOException failure) {
            throw new VersionLogException("cannot open the journal " + place.path() + ": " + failure, failure);
        }
    }

    /** The file. */
    Path path() {
        return file;
    }

    /** How many bytes of an incomplete last frame opening has cut off. */
    long cutBytes() {
        return cutBytes;
    }

    private void recover(List<Message> found) throws IOException {
        ByteBuffer all = readAll();
        int next = 0;
        while (isFrame(all, next)) {
            int length = all.getInt(next + Integer.BYTES);
            read(all.slice(next + HEADER_BYTES, length), next, found);
            next += HEADER_BYTES + length;
        }
        for (int position = next + 1; position < all.limit(); position++) {
            if (isFrame(all, position)) {
                throw new VersionLogException("the journal " + file + " is damaged at byte " + next
                        + ": whole records stand behind it; restore the file, or empty the node's directory to let it"
                        + " catch up from its peers");
            }
        }
        cutBytes = all.limit() - next;
        size = next;
        if (cutBytes > 0) {
            disk.truncate(size);
        }
        if (sync == SyncMode.BATCH) {
            disk.force();
        }
    }

    private ByteBuffer readAll() throws IOException {
        long bytes = disk.size();
        if (bytes > Integer.MAX_VALUE - Integer.BYTES) {
            throw new VersionLogException(
                    "the journal " + file + " has " + bytes + " bytes: less than 2 GiB is allowed");
        }
        ByteBuffer all = ByteBuffer.allocate((int) bytes);
        while (all.hasRemaining() && disk.read(all, all.position()) >= 0) {
            // Reads on until the end.
        }
        all.flip();
        return all;
    }

    private static boolean isFrame(ByteBuffer all, int position) {
        if (all.limit() - position < HEADER_BYTES || all.getInt(position) != MARK) {
            return false;
        }
        int length = all.getInt(position + Integer.BYTES);
        if (length < 0 || length > all.limit() - position - HEADER_BYTES) {
            return false;
        }
        return checksum(all.slice(position + HEADER_BYTES, length)) == all.getInt(position + 2 * Integer.BYTES);
    }

    private static int checksum(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }

    private void read(ByteBuffer content, int position, List<Message> found) throws VersionLogException {
        RecordReader reader = new RecordReader(content);
        try {
            while (reader.hasMore()) {
                found.add(codec.read(reader));
            }
        } catch (IllegalArgumentException unknown) {
            throw new VersionLogException(
                    "the journal " + file + " has an unreadable record at byte " + position + ": "
                            + unknown.getMessage(),
                    unknown);
        }
    }

    /**
     * Appends records as one group. When it returns, they are as durable as the sync mode promises.
     *
     * @throws VersionLogException if this write or an earlier one failed; some of the records may be in the file
     */
    void append(List<Message> records) throws VersionLogException {
        guarded(() -> {
            size = write(disk, size, records);
            if (sync == SyncMode.BATCH) {
                disk.force();
            }
        });
    }

    /**
     * Puts these records in place of all that is in the journal.
     *
     * @throws VersionLogException if that failed; the old journal or the new one is in place
     */
    void rewrite(List<Message> records) throws VersionLogException {
        guarded(() -> {
            LogDisk fresh = place.openNext();
            long written = write(fresh, 0, records);
            if (sync == SyncMode.BATCH) {
                fresh.force();
            }
            place.replace(sync);
            disk.close();
            disk = fresh;
            size = written;
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void guarded(Writing writing) throws VersionLogException {
        if (broken.isPresent()) {
            throw new VersionLogException("the journal " + file + " is broken: " + broken.get(), broken.get());
        }
        try {
            writing.run();
        } catch (IOException failure) {
            broken = Optional.of(failure);
            throw new VersionLogException("cannot write the journal " + file + ": " + failure, failure);
        }
    }

    private long write(LogDisk target, long position, List<Message> records) throws IOException {
        long next = position;
        int from = 0;
        while (from < records.size()) {
            buffer.clear();
            int begin = buffer.skip(HEADER_BYTES);
            while (from < records.size() && buffer.size() < LineBuffer.SLICE_BYTES) {
                codec.write(records.get(from), buffer);
                from++;
            }
            buffer.putInt(begin, MARK);
            buffer.putInt(begin + Integer.BYTES, buffer.size() - HEADER_BYTES);
            buffer.putInt(begin + 2 * Integer.BYTES, checksum(buffer.from(HEADER_BYTES)));
            target.write(buffer.from(begin), next);
            next += buffer.size();
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
