package epidemic.protocol.layered;

import epidemic.kernel.VersionEntry;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The count trigger of the core's feeds. It depends on the global version order alone, so A2 and A3 release the same
 * versions, and a restart changes nothing.
 *
 * <p>It fires once the version is on the own disk: if all core nodes stop at once, what a lower layer holds is in the
 * longest log of the core, from which the next view begins.
 */
final class UpdateTrigger {
    private final long every;
    private final LayeredConfig.UpdateUnit unit;
    private final Deque<Long> reached = new ArrayDeque<>();
    private long count;
    private long lastFired;

    UpdateTrigger(LayeredConfig.Layer1 config) {
        this.every = config.every();
        this.unit = config.unit();
    }

    /** Counts the next entry of the version order. */
    void count(VersionEntry entry) {
        long before = count;
        count += unit == LayeredConfig.UpdateUnit.WRITE ? entry.writes().size() : 1;
        if (count / every > before / every) {
            reached.add(entry.version());
        }
    }

    /** Versions up to this one are on the own disk. */
    void durable(long version) {
        while (!reached.isEmpty() && reached.peek() <= version) {
            lastFired = reached.remove();
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
