package epidemic.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The place of one replica.
 *
 * @param index 0, 1 or 2
 * @param ports free ones on loopback, the same list for all replicas: {@link #PORTS_EACH} for each
 * @param directory for all files of all replicas
 * @param storage what counts as committed
 */
public record Seat(int index, List<Integer> ports, Path directory, Storage storage) {
    /** Replicas of every contender. */
    public static final int COUNT = 3;

    /** Ports for each replica. */
    public static final int PORTS_EACH = 6;

    /** A port of a replica, this one or another. */
    public int port(int replica, int number) {
        return ports.get(replica * PORTS_EACH + number);
    }

    /** Where this replica may write. */
    public Path own() {
        return directory.resolve("replica-" + index);
    }

    /** Where this turn may put what processes share in memory; deleted with the directory. */
    public Path shared() {
        return shared(directory);
    }

    /** The shared memory that belongs to a turn's directory: in memory if the system has a file system for that. */
    static Path shared(Path directory) {
        Path memory = Path.of("/dev/shm");
        Path run = directory.toAbsolutePath().getParent().getFileName();
        return Files.isWritable(memory)
                ? memory.resolve(run).resolve(directory.getFileName())
                : directory.resolve("shared");
    }

    /** The place of another replica. */
    public Seat at(int other) {
        return new Seat(other, ports, directory, storage);
    }
}
