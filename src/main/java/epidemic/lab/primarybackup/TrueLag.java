package epidemic.lab.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.ReplicaView;
import epidemic.protocol.primarybackup.PrimaryBackupMessage;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.Map;

/** The lag that a primary shows counts from what its backups have said; it is looked at now and then. */
final class TrueLag implements Invariant {
    private static final int BATCHES = 16;

    private final Map<SimNode, Long> said = new HashMap<>();
    private final Map<SimNode, Integer> batches = new HashMap<>();

    @Override
    public String name() {
        return "true-lag";
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PrimaryBackupMessage.Replicated replicated) {
            said.merge(from, replicated.held(), Math::max);
        }
    }

    @Override
    public void afterBatch(SimNode node) {
        if (batches.merge(node, 1, Integer::sum) % BATCHES != 0) {
            return;
        }
        for (ReplicaView.Feed feed : node.view().feeds()) {
            SimNode target = node.simulation().node(feed.target());
            if (feed.acknowledged() > said.getOrDefault(target, 0L)) {
                throw new CheckFailure(
                        name(),
                        node + " shows that " + target + " has version " + feed.acknowledged() + "; it has said "
                                + said.getOrDefault(target, 0L));
            }
        }
    }
}
