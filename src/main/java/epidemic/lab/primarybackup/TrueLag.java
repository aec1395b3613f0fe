package epidemic.lab.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.ReplicaView;
import epidemic.protocol.primarybackup.PrimaryBackupMessage;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The lag that a primary shows counts from what each backup last told it, in the life in which it did: not from what was
 * sent, nor from what was said before a disk was lost. It is looked at now and then.
 */
final class TrueLag implements Invariant {
    private static final int BATCHES = 16;

    private final Map<Link, Long> told = new HashMap<>();
    private final Map<SimNode, Integer> batches = new HashMap<>();

    /** Who was told, and by whom. */
    private record Link(SimNode primary, SimNode backup) {}

    @Override
    public String name() {
        return "true-lag";
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PrimaryBackupMessage.Replicated replicated) {
            told.put(new Link(to, from), replicated.held());
        }
    }

    @Override
    public void afterBatch(SimNode node) {
        if (batches.merge(node, 1, Integer::sum) % BATCHES != 0) {
            return;
        }
        for (ReplicaView.Feed feed : node.view().feeds()) {
            SimNode target = node.simulation().node(feed.target());
            long known = told.getOrDefault(new Link(node, target), 0L);
            if (feed.acknowledged() > known) {
                throw new CheckFailure(
                        name(),
                        node + " shows that " + target + " has version " + feed.acknowledged() + "; it was told "
                                + known + " last");
            }
        }
    }
}
