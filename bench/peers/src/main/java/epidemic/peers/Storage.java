package epidemic.peers;

import java.util.Locale;

/** What has happened to an update on each replica that counts for its commit, before the client is told. */
public enum Storage {
    /** It is in memory; nothing is written. */
    MEMORY,
    /** It was handed to the operating system, or soon will be: survives the end of the process at most. */
    FILE,
    /** It was forced to the disk: survives a loss of power. */
    DURABLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
