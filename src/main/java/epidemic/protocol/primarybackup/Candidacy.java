package epidemic.protocol.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Declined;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Granted;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Stand;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A node's attempt to become the primary of a new epoch: it needs promises of enough nodes that remember what they have
 * said, or of all nodes. In the latter case those that may have forgotten something are admitted: nobody is left to whom
 * they might have promised another epoch.
 */
final class Candidacy {
    /** For so many times {@code suspect-after} it asks again who does not answer; for once if the others are enough. */
    private static final int PATIENCE = 10;

    private final NodeId self;
    private final PrimaryBackupConfig config;
    private final Ledger ledger;
    private final Decided decided;

    private long epoch;
    private boolean isStanding;
    private boolean isProbe;
    private boolean wantsAll;
    private long askedNanos;
    /** The highest epoch that anybody was heard of. */
    private long highest;

    private final Set<NodeId> open = new LinkedHashSet<>();
    private final Map<NodeId, Granted> grants = new LinkedHashMap<>();

    /** What came of it. */
    interface Decided {
        /** Enough nodes would promise. */
        void enough(ReplicaContext context);

        /** Enough promises; the lives that are admitted, none if not all have promised. */
        void won(long epoch, Map<NodeId, Long> admitted, ReplicaContext context);

        /** Not enough. */
        void lost(ReplicaContext context);
    }

    Candidacy(NodeId self, PrimaryBackupConfig config, Ledger ledger, Decided decided) {
        this.self = self;
        this.config = config;
        this.ledger = ledger;
        this.decided = decided;
    }

    /** Whether it asks for promises, or for whether they would be given. */
    boolean isUnderWay() {
        return isStanding;
    }

    /** The epoch that it stands for. */
    long epoch() {
        return epoch;
    }

    /** The highest epoch that anybody else was heard of, 0 for none. */
    long highest() {
        return highest;
    }

    /** Somebody has promised this epoch, or asks for it. */
    void heardOf(long other) {
        highest = Math.max(highest, other);
    }

    /**
     * Asks everybody whether they would promise; if enough would, {@link Decided#enough} tells.
     *
     * <p>Literature: D. Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 9.6.
     */
    void probe(ReplicaContext context) {
        begin(true, false);
        ask(context);
    }

    /**
     * Asks everybody for a new epoch, once the own disk has promised it.
     *
     * @param all whether to wait for every answer, so that nodes that may have forgotten something are admitted
     */
    void stand(boolean all, ReplicaContext context) {
        begin(false, all);
        long stoodFor = epoch;
        ledger.promise(epoch, context);
        ledger.whenJournaled(
                later -> {
                    if (isStanding && epoch == stoodFor) {
                        ask(later);
                    }
                },
                context);
    }

    private void begin(boolean asProbe, boolean all) {
        epoch = Math.max(highest, ledger.promised()) + 1;
        isStanding = true;
        isProbe = asProbe;
        wantsAll = all;
        grants.clear();
        open.clear();
        open.addAll(config.nodes());
    }

    private void ask(ReplicaContext context) {
        Stand question = new Stand(epoch, ledger.label(), ledger.end(), isProbe);
        askedNanos = context.nowNanos();
        for (NodeId node : config.nodes()) {
            if (!node.equals(self)) {
                context.ask(node, question, config.timing().retryInterval().toNanos());
            }
        }
        granted(self, new Granted(ledger.isMember(), context.incarnation()), context);
    }

    /** It is over: somebody else has asked for more, or is there already. */
    void abort() {
        isStanding = false;
    }

    void onGranted(NodeId from, Stand question, Granted granted, ReplicaContext context) {
        if (isAskedNow(question)) {
            granted(from, granted, context);
        }
    }

    private void granted(NodeId from, Granted granted, ReplicaContext context) {
        grants.put(from, granted);
        open.remove(from);
        count(context);
    }

    void onDeclined(NodeId from, Stand question, Declined declined, ReplicaContext context) {
        heardOf(declined.promised());
        notGranted(from, question, context);
    }

    /** No answer, perhaps not yet: a promise takes as long as a disk does. */
    void onSilence(NodeId to, Stand question, ReplicaContext context) {
        long most = (isEnough() ? 1 : PATIENCE) * config.timing().suspectAfter().toNanos();
        boolean isEarly = !isProbe && context.nowNanos() - askedNanos < most;
        if (isAskedNow(question) && isEarly) {
            context.ask(to, question, config.timing().retryInterval().toNanos());
        } else {
            notGranted(to, question, context);
        }
    }

    private void notGranted(NodeId from, Stand question, ReplicaContext context) {
        if (isAskedNow(question)) {
            open.remove(from);
            count(context);
        }
    }

    private boolean isAskedNow(Stand question) {
        return isStanding && question.epoch() == epoch && question.isProbe() == isProbe;
    }

    private boolean isEnough() {
        long members = grants.values().stream().filter(Granted::isMember).count();
        return ledger.isMember() && members >= config.promises();
    }

    private void count(ReplicaContext context) {
        boolean isUnanimous = grants.size() == config.nodes().size();
        boolean isDone = isUnanimous || isEnough() && !(wantsAll && !open.isEmpty());
        if (isDone && isProbe) {
            isStanding = false;
            decided.enough(context);
        } else if (isDone) {
            isStanding = false;
            Map<NodeId, Long> admitted = new LinkedHashMap<>();
            if (isUnanimous) {
                grants.forEach((node, granted) -> admitted.put(node, granted.life()));
            }
            decided.won(epoch, admitted, context);
        } else if (open.isEmpty()) {
            isStanding = false;
            decided.lost(context);
        }
    }
}
