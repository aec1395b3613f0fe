package epidemic.lab.layered;

import epidemic.kernel.Settings;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes of layer 1 move only to versions at which the count trigger fired, unless the tail is flushed. (A version that
 * a life found on its disk is not judged: a crash may have torn off the end of a propagation.)
 */
final class TriggerPoints implements Invariant {
    private final long every;
    private final boolean countsWrites;
    private final boolean flushes;
    private final long[] shownVersions = new long[Long.SIZE];
    /** How many writes the versions up to each one have, as logs took them last. */
    private final List<Long> writesUpTo = new ArrayList<>(List.of(0L));

    TriggerPoints(Settings settings) {
        this.every = settings.number("layer1.every");
        this.countsWrites = settings.text("update-unit").equals("write");
        this.flushes = settings.optionalDuration("layer1.flush-after").isPresent();
    }

    @Override
    public String name() {
        return "trigger-points";
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        for (VersionEntry entry : entries) {
            int version = (int) entry.version();
            long writes = writesUpTo.get(version - 1) + entry.writes().size();
            if (version == writesUpTo.size()) {
                writesUpTo.add(writes);
            } else {
                writesUpTo.set(version, writes);
            }
        }
    }

    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        appended(node, entries);
    }

    @Override
    public void started(SimNode node) {
        shownVersions[node.index()] = node.recoveredVersion();
    }

    @Override
    public void afterBatch(SimNode node) {
        if (flushes || !node.id().name().startsWith("B")) {
            return;
        }
        long version = node.history().version();
        if (version == shownVersions[node.index()]) {
            return;
        }
        shownVersions[node.index()] = version;
        if (!isTriggerPoint(version)) {
            throw new CheckFailure(
                    name(), node + " shows version " + version + ", at which the count trigger does not fire");
        }
    }

    /** Whether the tail is propagated without a trigger. */
    boolean isFlushed() {
        return flushes;
    }

    /** Whether the trigger fired at this version; it counts as fired at version 0. */
    boolean isTriggerPoint(long version) {
        if (!countsWrites || version == 0) {
            return version % every == 0;
        }
        return writesUpTo.get((int) version) / every > writesUpTo.get((int) version - 1) / every;
    }
}
