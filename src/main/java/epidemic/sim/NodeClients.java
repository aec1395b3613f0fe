package epidemic.sim;

import epidemic.kernel.Invariants;
import epidemic.kernel.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The clients that wait at the present life of one node. */
final class NodeClients {
    /** Which draw is for whether a client notices a crash. */
    private static final int TOLD_AT_CRASH = 3;

    private final Simulation simulation;
    private final SimNode node;
    private final Set<SimClient> open = new LinkedHashSet<>();
    private long replyCount;

    NodeClients(Simulation simulation, SimNode node) {
        this.simulation = simulation;
        this.node = node;
    }

    int openCount() {
        return open.size();
    }

    void admit(SimClient client) {
        open.add(client);
    }

    /** The replica replies. */
    void reply(SimClient client, Outcome outcome) {
        if (!open.remove(client)) {
            throw new Invariants.Violation(node.id() + " replies twice to " + client.transaction.id());
        }
        tell(client, outcome);
    }

    /** Tells a client its outcome, which may get lost on its way. */
    void tell(SimClient client, Outcome outcome) {
        replyCount++;
        simulation.replied(node, client, outcome, replyCount);
    }

    /** The node has crashed: about half of those who wait are told that the fate is unknown, the others hear nothing. */
    void cutOff() {
        List<SimClient> waiting = new ArrayList<>(open);
        open.clear();
        for (SimClient client : waiting) {
            if ((Draw.mix(node.draw(), TOLD_AT_CRASH) & 1) == 0) {
                tell(client, new Outcome.Unknown(node.id() + " stopped before it answered"));
            }
        }
    }
}
