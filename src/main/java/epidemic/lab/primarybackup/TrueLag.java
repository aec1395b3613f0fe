package epidemic.lab.primarybackup;

import epidemic.kernel.Detail;
import epidemic.kernel.Message;
import epidemic.kernel.ReplicaView;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Standing;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lag that a primary shows counts from what each backup last told it, in the life in which it did: not from what was
 * sent, nor from what was said before a disk was lost. Of one that has said to be diverged it is above 0, unless the primary
 * holds nothing itself; who has more than the primary without saying so breaks the order, which others judge. It is looked at
 * now and then.
 */
final class TrueLag implements Invariant {
    private static final int BATCHES = 16;

    private final Map<Link, Replicated> told = new HashMap<>();
    private final Map<SimNode, Integer> batches = new HashMap<>();

    /** Who was told, and by whom. */
    private record Link(SimNode primary, SimNode backup) {}

    @Override
    public String name() {
        return "true-lag";
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof Replicated replicated) {
            told.put(new Link(to, from), replicated);
        }
    }

    @Override
    public void afterBatch(SimNode node) {
        if (batches.merge(node, 1, Integer::sum) % BATCHES != 0) {
            return;
        }
        ReplicaView view = node.view();
        for (ReplicaView.Feed feed : view.feeds()) {
            Optional<Replicated> last = Optional.ofNullable(
                    told.get(new Link(node, node.simulation().node(feed.target()))));
            long known = last.map(Replicated::held).orElse(0L);
            check(feed.acknowledged() <= known, node, feed, "has version " + feed.acknowledged(), known);
            boolean isDiverged = last.map(Replicated::standing)
                    .filter(Standing.DIVERGED::equals)
                    .isPresent();
            if (isDiverged && view.version() + view.pending() > 0) {
                long lag = view.figure("lag", feed.target(), Detail.Count.class)
                        .orElseThrow()
                        .count();
                check(lag > 0, node, feed, "is " + lag + " updates behind, and diverged", known);
            }
        }
    }

    private void check(boolean isTrue, SimNode node, ReplicaView.Feed feed, String shown, long known) {
        if (!isTrue) {
            throw new CheckFailure(
                    name(), node + " shows that " + feed.target() + " " + shown + "; it was told " + known + " last");
        }
    }
}
