package epidemic.protocol.primarybackup;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forward;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests for the primary that came to this node: asked of it again and again until there is an outcome. Whether the first
 * question or a later one was executed does not matter, the request's id makes it one.
 */
final class Forwards {
    private final NodeId self;
    private final PrimaryBackupConfig config;
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private long numbers;
    private long attempts;
    /** Since when no primary is known. */
    private long lonelyNanos;

    private static final class Open {
        private final long number;
        private final Handle.Client client;
        private final Transaction transaction;
        private final long sinceNanos;
        private boolean isAsked;
        private boolean isPaced;
        /** A question was not answered: it may have had an effect. */
        private boolean isUncertain;

        private Open(long number, Handle.Client client, Transaction transaction, long sinceNanos) {
            this.number = number;
            this.client = client;
            this.transaction = transaction;
            this.sinceNanos = sinceNanos;
        }
    }

    /** The primary and its epoch. */
    record Primary(NodeId node, long epoch) {}

    Forwards(NodeId self, PrimaryBackupConfig config) {
        this.self = self;
        this.config = config;
    }

    void take(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (open.size() >= config.limits().maxInFlight()) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.OVERLOADED,
                            self + " has " + open.size() + " requests that wait for the primary"));
            return;
        }
        long number = ++numbers;
        open.put(number, new Open(number, client, transaction, context.nowNanos()));
    }

    /** At the batch's end: asks the primary for what it was not asked for. */
    void send(Primary primary, ReplicaContext context) {
        lonelyNanos = context.nowNanos();
        for (Open one : open.values()) {
            if (!one.isAsked && !one.isPaced) {
                one.isAsked = true;
                Forward question =
                        new Forward(primary.epoch(), context.incarnation(), one.number, ++attempts, one.transaction);
                context.ask(
                        primary.node(),
                        question,
                        2 * config.timing().retryInterval().toNanos());
            }
        }
    }

    /** At the batch's end: this node is the primary itself. */
    void handOver(Primacy primacy, ReplicaContext context) {
        lonelyNanos = context.nowNanos();
        List<Open> free = new ArrayList<>();
        for (Open one : open.values()) {
            if (!one.isAsked) {
                free.add(one);
            }
        }
        for (Open one : free) {
            open.remove(one.number);
            Waiter waiter = (outcome, later) -> later.reply(one.client, certain(one, outcome));
            primacy.onRequest(one.client, one.transaction, waiter, context);
        }
    }

    void onForwarded(Forward question, Outcome outcome, ReplicaContext context) {
        Open one = open.remove(question.number());
        if (one != null) {
            context.reply(one.client, certain(one, outcome));
        }
    }

    /** A refusal is certain only if no earlier question may have had an effect. */
    private static Outcome certain(Open one, Outcome outcome) {
        boolean isDoubtful = outcome instanceof Outcome.Refused && one.isUncertain && one.transaction.isUpdate();
        return isDoubtful
                ? new Outcome.Unknown("a primary did not answer, and then: " + ((Outcome.Refused) outcome).message())
                : outcome;
    }

    void onNotPrimary(Forward question) {
        Optional.ofNullable(open.get(question.number())).ifPresent(one -> {
            one.isAsked = false;
            one.isPaced = true;
        });
    }

    void onSilence(Forward question) {
        Optional.ofNullable(open.get(question.number())).ifPresent(one -> {
            one.isAsked = false;
            one.isUncertain = true;
        });
    }

    /** A beat: what has waited for too long for a primary is given up. */
    void tick(ReplicaContext context) {
        long most = config.timing().forwardTimeout().toNanos();
        List<Open> late = new ArrayList<>();
        for (Open one : open.values()) {
            one.isPaced = false;
            long since = one.sinceNanos - lonelyNanos > 0 ? one.sinceNanos : lonelyNanos;
            if (!one.isAsked && context.nowNanos() - since > most) {
                late.add(one);
            }
        }
        for (Open one : late) {
            open.remove(one.number);
            context.reply(one.client, certain(one, noPrimary()));
        }
    }

    private Outcome.Refused noPrimary() {
        return new Outcome.Refused(
                Outcome.Reason.NOT_SERVING,
                self + " knows no primary: a majority of the nodes must be there; stale reads (layer 1) are served");
    }

    /** All are refused: this node stops serving. */
    void refuseAll(Outcome.Refused refusal, ReplicaContext context) {
        for (Open one : open.values()) {
            context.reply(one.client, certain(one, refusal));
        }
        open.clear();
    }
}
