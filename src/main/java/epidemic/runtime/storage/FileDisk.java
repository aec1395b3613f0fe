package epidemic.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A log file on a real disk, held by one writer: a lock on the file {@code lock} beside it keeps other JVMs away. */
final class FileDisk implements LogDisk {
    private static final String LOCK = "lock";
    private static final String NEXT = "versions.new";

    private final Path file;
    private final Optional<FileChannel> lock;
    private volatile FileChannel channel;

    private FileDisk(Path file, FileChannel channel, Optional<FileChannel> lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the file, and creates it and its directories if they are missing.
     *
     * @throws VersionLogException if it cannot be opened or is open elsewhere; the message names it
     */
    static FileDisk open(Path file) throws VersionLogException {
        Path directory = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory);
            try {
                return new FileDisk(file, openOrCreate(file, directory), Optional.of(lock));
            } catch (IOException failure) {
                lock.close();
                throw failure;
            }
        } catch (VersionLogException known) {
            throw known;
        } catch (IOException failure) {
            throw new VersionLogException("cannot open the version log " + file + ": " + failure, failure);
        }
    }

    /** Opens a file beside one that is held, without a lock of its own; creates it if it is missing. */
    static FileDisk openUnlocked(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        return new FileDisk(file, openOrCreate(file, directory), Optional.empty());
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return channel.read(target, position);
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long next = position;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public FileDisk openNext() throws IOException {
        FileDisk next = openUnlocked(file.resolveSibling(NEXT));
        next.truncate(0);
        return next;
    }

    @Override
    public void replaceBy(LogDisk next, SyncMode sync) throws IOException {
        FileDisk other = (FileDisk) next;
        Files.move(other.file, file, StandardCopyOption.ATOMIC_MOVE);
        FileChannel old = channel;
        channel = other.channel;
        old.close();
        if (sync == SyncMode.BATCH) {
            forceDirectory(file.toAbsolutePath().getParent());
        }
    }

    /** Closes the file and lets go of the lock. The lock file stays, since deleting it could race with an opener. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    private static FileChannel openOrCreate(Path file, Path directory) throws IOException {
        boolean isNew = Files.notExists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (isNew) {
            forceDirectory(directory);
            forceDirectory(directory.getParent());
        }
        return channel;
    }

    /** Makes the name of a new file durable; without it a forced file could be gone after a loss of power. */
    static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notPossibleHere) {
            // Some systems cannot open directories; they keep names in their own way.
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel lock =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return lock;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            lock.close();
            throw inUse(directory, "this process");
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
        lock.close();
        throw inUse(directory, "another process");
    }

    /** Whether somebody holds the log in this directory. Not to be asked by a process that holds it itself. */
    static boolean isInUse(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(LOCK))) {
            return false;
        }
        try {
            lock(directory).close();
            return false;
        } catch (VersionLogException held) {
            return true;
        }
    }

    private static VersionLogException inUse(Path directory, String by) {
        return new VersionLogException("the version log in " + directory + " is in use by " + by
                + ": stop it, or choose another data directory");
    }
}
