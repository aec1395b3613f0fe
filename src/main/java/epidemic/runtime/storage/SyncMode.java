package epidemic.runtime.storage;

import java.util.Locale;

/** When written versions count as durable: the setting {@code epidemic.storage.sync}. */
public enum SyncMode {
    /** Handed to the operating system: survives the end of the process, not a loss of power. */
    NEVER,
    /** Forced to the disk, once for each group of versions: survives a loss of power too. */
    BATCH;

    /**
     * The mode of that name in lower case, as configurations spell it.
     *
     * @throws IllegalArgumentException if there is none; the message says which are allowed
     */
    public static SyncMode parse(String text) {
        for (SyncMode mode : values()) {
            if (mode.toString().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no sync mode: never or batch is allowed");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
