package epidemic.lab.passive;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.lab.Scenario;
import epidemic.protocol.passive.PassiveMessage;
import epidemic.sim.CheckFailure;
import epidemic.sim.Fault;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The main replica sends each version a cache time after it has made it, by its own clock: never earlier, and soon
 * afterwards to every replica that waits for it. In a run without faults and with whole logs the replica has it soon
 * afterwards, too.
 *
 * <p>The cache time is what was last written and is on the disk; a new one counts for what waits. What a life of the main
 * replica found on its disk may be sent late: a cache time after the restart.
 */
final class CopyDelay implements Invariant {
    /** What versions may wait for each other, the end of a batch, and rounding. */
    private static final long TURN_NANOS = 3_000_000;
    /** Latencies, and a read from the disk. */
    private static final long CALM_NANOS = 150_000_000;

    private final long configuredNanos;
    /** Otherwise versions go as snapshots, piece by piece, and those behind them later. */
    private final boolean keepsAll;
    /** The versions in their order, as M made them last. */
    private final List<Made> made = new ArrayList<>();
    /** When this life of M was first asked for each update. */
    private final Map<RequestId, Long> requested = new HashMap<>();
    /** The questions that M has and has not answered. */
    private final Map<NodeId, Question> open = new TreeMap<>();

    /** The newest version that could be sent at some time: a longer cache time afterwards does not count for it. */
    private long letGo;

    /** What M knew to be on its disk when its last batch ended. */
    private long durable;

    private long cacheNanos;
    private long changedNanos;

    private static final class Made {
        private final VersionEntry entry;
        /** It was made between these two: the request had come, and the batch in which it was made has ended. */
        private final long earliestNanos;

        private final long madeNanos;
        /** From when on the cache time counts in this life of M. */
        private long countedFromNanos;

        private long confirmedNanos;

        private Made(VersionEntry entry, long earliestNanos, long nanos) {
            this.entry = entry;
            this.earliestNanos = earliestNanos;
            this.madeNanos = nanos;
            this.countedFromNanos = nanos;
        }
    }

    private record Question(long afterVersion, long sinceNanos) {}

    CopyDelay(Settings settings) {
        this.configuredNanos = settings.duration("cache").toNanos();
        this.cacheNanos = configuredNanos;
        this.keepsAll = Scenario.keepVersions(settings) == 0;
    }

    @Override
    public String name() {
        return "copy-delay";
    }

    private static boolean isMain(SimNode node) {
        return node.id().equals(PassiveScenario.MAIN);
    }

    @Override
    public void requested(SimNode node, Transaction transaction) {
        if (isMain(node) && transaction.isUpdate()) {
            requested.putIfAbsent(transaction.id(), node.clockNanos());
        }
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        if (isMain(node)) {
            for (VersionEntry entry : entries) {
                made.subList((int) entry.version() - 1, made.size()).clear();
                long now = node.clockNanos();
                made.add(new Made(entry, requested.getOrDefault(entry.transaction(), now), now));
            }
        }
    }

    @Override
    public void started(SimNode node) {
        if (isMain(node)) {
            durable = node.recoveredVersion();
            made.subList((int) durable, made.size()).clear();
            made.forEach(version -> version.countedFromNanos = node.clockNanos());
            cacheNanos = cacheNanosAt(durable);
            changedNanos = node.clockNanos();
            open.clear();
            requested.clear();
        }
    }

    @Override
    public void fault(long atNanos, Fault fault) {
        if (fault instanceof Fault.Pause) {
            open.clear();
        }
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (isMain(to) && message instanceof PassiveMessage.Fetch fetch) {
            Question before = open.get(from.id());
            if (before == null || before.afterVersion() != fetch.afterVersion()) {
                open.put(from.id(), new Question(fetch.afterVersion(), to.clockNanos()));
            }
        }
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (!isMain(from)) {
            return;
        }
        open.remove(to.id());
        long version = 0;
        if (message instanceof PassiveMessage.Fetched fetched
                && !fetched.entries().isEmpty()) {
            version = fetched.entries().get(fetched.entries().size() - 1).version();
        } else if (message instanceof PassiveMessage.SnapshotFetched fetched) {
            version = fetched.part().version();
        }
        if (version > letGo) {
            requireOld(from, to, version);
            letGo = version;
        }
    }

    /** What the disk has confirmed since the last batch may have changed the cache time in this one. */
    private void requireOld(SimNode main, SimNode to, long version) {
        long least = cacheNanos;
        for (long index = durable + 1; index <= main.durableVersion(); index++) {
            least = Math.min(least, cacheNanosAt(index));
        }
        long age = main.clockNanos() - made(version).earliestNanos;
        if (age < least) {
            throw new CheckFailure(
                    name(),
                    "M sends version " + version + " to " + to + ", made " + age / 1_000 + "us ago; the cache time is "
                            + least / 1_000 + "us");
        }
    }

    private long cacheNanosAt(long version) {
        for (long index = version; index > 0; index--) {
            for (Operation.Change change : made(index).entry.writes()) {
                if (change.key().equals(PassiveScenario.CACHE)) {
                    return new BigDecimal(change.value()).movePointRight(9).longValueExact();
                }
            }
        }
        return configuredNanos;
    }

    @Override
    public void afterBatch(SimNode node) {
        if (isMain(node)) {
            if (node.durableVersion() > durable) {
                confirm(node);
            }
            letGo(node);
            open.forEach((replica, question) -> requireSent(node, replica, question));
        }
        if (keepsAll && node.simulation().isCalm() && !isMain(node)) {
            requireCopied(node);
        }
    }

    private void confirm(SimNode main) {
        for (long version = durable + 1; version <= main.durableVersion(); version++) {
            made(version).confirmedNanos = main.clockNanos();
        }
        durable = main.durableVersion();
        long now = cacheNanosAt(durable);
        if (now != cacheNanos) {
            cacheNanos = now;
            changedNanos = main.clockNanos();
        }
    }

    private void letGo(SimNode main) {
        while (letGo < durable && main.clockNanos() - made(letGo + 1).earliestNanos >= cacheNanos) {
            letGo++;
        }
    }

    private void requireSent(SimNode main, NodeId replica, Question question) {
        long next = question.afterVersion() + 1;
        if (next <= durable && isInMemory(main, next)) {
            long since = Math.max(due(next), question.sinceNanos());
            if (main.clockNanos() - since > TURN_NANOS) {
                throw late("M keeps version " + next + " back from " + replica, main.clockNanos() - due(next));
            }
        }
    }

    /**
     * What is not has to be read from the disk, or goes as a snapshot, which may have to wait for a later version. The version
     * before it must be there, too, to be compared with what the replica holds.
     */
    private static boolean isInMemory(SimNode main, long version) {
        return main.isUp() && main.history().oldestReadable() < Math.max(1, version - 1);
    }

    private void requireCopied(SimNode replica) {
        SimNode main = replica.simulation().node(PassiveScenario.MAIN);
        long next = replica.logEnd() + 1;
        if (next <= durable && isInMemory(main, next) && main.clockNanos() - due(next) > CALM_NANOS) {
            throw late(replica + " does not have version " + next, main.clockNanos() - due(next));
        }
    }

    private long due(long version) {
        Made one = made(version);
        return Math.max(Math.max(one.countedFromNanos + cacheNanos, changedNanos), one.confirmedNanos);
    }

    private Made made(long version) {
        return made.get((int) version - 1);
    }

    private CheckFailure late(String what, long nanos) {
        return new CheckFailure(name(), what + ", " + nanos / 1_000 + "us after it was to be copied");
    }
}
