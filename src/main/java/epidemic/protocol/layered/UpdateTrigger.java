package epidemic.protocol.layered;

import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;

/**
 * The count trigger of the core's feeds. It depends on the global version order alone, so A2 and A3 release the same
 * versions, and a restart changes nothing. It fires when a version is applied: by then every member of the view has on
 * disk what led to it.
 */
final class UpdateTrigger {
    private final long every;
    private final LayeredConfig.UpdateUnit unit;
    private long count;
    private long lastFired;

    UpdateTrigger(LayeredConfig.Layer1 config) {
        this.every = config.every();
        this.unit = config.unit();
    }

    /** Goes on behind a snapshot. It tells whether versions fired, but not which: the next that fires will. */
    void restore(Snapshot snapshot) {
        boolean countsWrites = unit == LayeredConfig.UpdateUnit.WRITE;
        count = countsWrites ? snapshot.changes() : snapshot.version();
        lastFired = countsWrites ? lastFired : count - count % every;
    }

    /** Counts the next entry of the version order. */
    void count(VersionEntry entry) {
        long before = count;
        count += unit == LayeredConfig.UpdateUnit.WRITE ? entry.writes().size() : 1;
        if (count / every > before / every) {
            lastFired = entry.version();
        }
    }

    /** The newest version at which the trigger fired, 0 if it has not yet. */
    long lastFired() {
        return lastFired;
    }

    /** Updates until it fires again, 1 or more. */
    long updatesToNext() {
        return every - count % every;
    }
}
