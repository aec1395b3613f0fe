package epidemic.lab.layered;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Settings;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.List;

/** Whether times of suspicion adapt: seen by how long a core node had heard nothing of a peer that it holds for away. */
final class SuspicionProbes implements SimObserver {
    private static final int CORE_COUNT = LayeredScenario.CORE.size();
    private static final List<String> NAMES = List.of(
            "suspected-before-the-longest-time",
            "irregular-peer-given-more-than-the-shortest-time",
            "away-at-once-as-its-host-said-so");

    private final Probe early = new Probe(NAMES.get(0));
    private final Probe givenTime = new Probe(NAMES.get(1));
    private final Probe byHint = new Probe(NAMES.get(2));
    private final long leastNanos;
    private final long mostNanos;
    private final long heartbeatNanos;
    /** When a node last took something from another one. */
    private final long[][] heardNanos = new long[CORE_COUNT][CORE_COUNT];

    SuspicionProbes(Settings settings) {
        this.leastNanos = LayeredScenario.suspicionLeast(settings).toNanos();
        this.mostNanos = settings.duration("core.ack-timeout").toNanos();
        this.heartbeatNanos = settings.duration("core.heartbeat-interval").toNanos();
    }

    static List<String> names() {
        return NAMES;
    }

    List<Probe> all() {
        return List.of(early, givenTime, byHint);
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (from.index() < CORE_COUNT && to.index() < CORE_COUNT) {
            heardNanos[to.index()][from.index()] = to.simulation().nowNanos();
        }
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        if (observation.kind().equals("peer-away")) {
            for (int peer = 0; peer < CORE_COUNT; peer++) {
                if (observation.text().startsWith(LayeredScenario.CORE.get(peer).name() + " ")) {
                    suspected(node.simulation().nowNanos() - heardNanos[node.index()][peer]);
                }
            }
        }
    }

    /** It is looked for silent peers once in each heartbeat interval; of two more, a pause may have been forgiven. */
    private void suspected(long silentNanos) {
        early.seeIf(silentNanos < mostNanos - heartbeatNanos);
        givenTime.seeIf(silentNanos < mostNanos && silentNanos > leastNanos + 3 * heartbeatNanos);
        byHint.seeIf(silentNanos < leastNanos - heartbeatNanos / 2);
    }
}
