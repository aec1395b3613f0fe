package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import java.util.TreeSet;

/**
 * Whether a core node may answer reads: whether no later view without it can have confirmed anything.
 *
 * <p>With the policy {@code refuse} a later view needs this node's promise, so being in the view suffices. Otherwise a
 * read needs leases of enough peers while it is answered, or, with {@code core.reads = confirm}, a question to the peers
 * that began after the read had come and that a majority answered.
 */
final class ReadGuard {
    private final LayeredConfig.Core config;
    private final LayeredMutant mutant;
    private final Membership views;
    private final Leases leases;
    private final int confirmersNeeded;

    private long begun;
    private long confirmed;
    private final TreeSet<NodeId> confirmers = new TreeSet<>();
    private int open;

    ReadGuard(LayeredConfig config, Membership views, Leases leases) {
        this.config = config.core();
        this.mutant = config.mutant();
        this.views = views;
        this.leases = leases;
        this.confirmersNeeded = LayeredTopology.CORE.size() / 2;
    }

    private boolean confirms() {
        return config.reconfigures() && config.reads() == LayeredConfig.CoreReadMode.CONFIRM;
    }

    /** What a read that has just come needs, for {@link #permits}. */
    long ticket() {
        return mutant == LayeredMutant.CONFIRM_EARLIER ? begun : begun + 1;
    }

    /** Whether a read may be answered now. */
    boolean permits(long ticket, ReplicaContext context) {
        if (!config.reconfigures() || mutant == LayeredMutant.READ_UNGUARDED) {
            return true;
        }
        return confirms() ? confirmed >= ticket : leases.isHeld(context.nowNanos());
    }

    /** Reads wait, the first of them for this ticket: asks the peers if that is what they wait for. */
    void pursue(long ticket, ReplicaContext context) {
        if (confirms() && open == 0 && confirmed < ticket) {
            begun++;
            confirmers.clear();
            for (NodeId member : views.view().members()) {
                if (!member.equals(context.self())) {
                    open++;
                    context.ask(
                            member,
                            new LayeredMessage.Confirm(views.epoch(), begun),
                            config.retryInterval().toNanos());
                }
            }
        }
    }

    /** A peer is still in the view. */
    void onConfirmed(NodeId from, LayeredMessage.Confirmed said) {
        open--;
        if (said.round() == begun && said.epoch() == views.epoch()) {
            confirmers.add(from);
            if (confirmers.size() >= confirmersNeeded) {
                confirmed = begun;
            }
        }
    }

    /** A peer has not answered, or is not in the view any more. */
    void onUnconfirmed() {
        open--;
    }
}
