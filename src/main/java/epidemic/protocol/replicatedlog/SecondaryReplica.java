package epidemic.protocol.replicatedlog;

import epidemic.kernel.Detail;
import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.model.store.VersionedState;
import java.util.List;
import java.util.Optional;

/**
 * A secondary: takes the messages that the master pushes, in the order of their ids, and shows those that are on its disk.
 * Confined to one turn at a time.
 */
final class SecondaryReplica implements Replica {
    private static final TimerKey BEAT = new TimerKey("heartbeat");

    private final NodeId self;
    private final ReplicatedLogConfig config;
    private final VersionedState state;
    private final SessionWaits reads;
    private final Intake intake;
    private final HeldBack heldBack;
    private Switches switches;
    /** The newest life of the master that was heard of. */
    private long epoch;
    /** Why this node shows and takes nothing: its log is not the master's; empty if it is. */
    private String divergence = "";

    SecondaryReplica(NodeId self, ReplicatedLogConfig config) {
        this.self = self;
        this.config = config;
        this.state = new VersionedState(config.historyWindow(), config.idleClientsMax());
        this.reads = new SessionWaits(self, 1, config, state);
        this.intake = new Intake(config, state);
        this.heldBack = new HeldBack(config.gap().bytesMax());
        this.switches = config.test().of(self.name());
    }

    // Life.

    @Override
    public void recover(VersionEntry entry) {
        intake.recover(entry);
    }

    @Override
    public void onStart(ReplicaContext context) {
        beat(context);
    }

    private void beat(ReplicaContext context) {
        context.send(
                ReplicatedLogTopology.MASTER,
                new ReplicatedLogMessage.Heartbeat(context.incarnation(), intake.acknowledged()));
        context.setTimer(BEAT, config.health().interval().toNanos());
    }

    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        if (key.equals(BEAT)) {
            beat(context);
        }
    }

    // The master.

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        if (!(question instanceof ReplicatedLogMessage.Push push)) {
            throw Invariants.unhandled("a secondary", question);
        }
        if (isOfTheMaster(push.epoch())) {
            heldBack.add(asker, push, context.nowNanos() + switches.delayNanos());
        }
    }

    /** Whether somebody speaks who is no earlier life of the master. A later one may have its log back. */
    private boolean isOfTheMaster(long itsEpoch) {
        if (itsEpoch > epoch) {
            divergence = "";
        }
        epoch = Math.max(epoch, itsEpoch);
        return itsEpoch == epoch;
    }

    private void take(Handle.Asker asker, ReplicatedLogMessage.Push push, ReplicaContext context) {
        if (!divergence.isEmpty()) {
            fail(asker, divergence, context);
        } else if (switches.failsBefore(context.random())) {
            fail(asker, "an error before the append, as wished", context);
        } else {
            answer(asker, push, intake.take(push, context), context);
        }
    }

    private void answer(
            Handle.Asker asker, ReplicatedLogMessage.Push push, Intake.Taken taken, ReplicaContext context) {
        if (taken == Intake.Taken.OF_ANOTHER_LOG) {
            diverge(push.last(), context);
            fail(asker, divergence, context);
        } else if (taken == Intake.Taken.NOT_ALL) {
            fail(
                    asker,
                    "there is no room for more messages behind a gap: "
                            + config.gap().messagesMax() + " or " + config.gap().bytesMax() + " bytes",
                    context);
        } else if (switches.failsAfter(context.random())) {
            fail(asker, "an error after the append, as wished", context);
        } else {
            intake.answerWhenHeld(asker, push.last());
        }
    }

    /** This node's log is not what the master's is: to go on would mix the two. */
    private void diverge(long id, ReplicaContext context) {
        divergence = self + " takes and shows nothing: its log of " + intake.last()
                + " messages is another one than the master's, which differs at message " + id
                + " or before. Empty this node, or give the master its disk back";
        context.observe(new Observation(Observation.DIVERGED, divergence));
    }

    private void fail(Handle.Asker asker, String reason, ReplicaContext context) {
        context.answer(asker, new ReplicatedLogMessage.Failed(context.incarnation(), intake.acknowledged(), reason));
    }

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        if (!(message instanceof ReplicatedLogMessage.Differs differs)) {
            throw Invariants.unhandled("a secondary", message);
        }
        boolean isNews = isOfTheMaster(differs.epoch()) && divergence.isEmpty();
        if (isNews && intake.differsAt(differs.log())) {
            diverge(differs.log().version(), context);
        }
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        throw Invariants.unhandled("a secondary", answer);
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        throw Invariants.unhandled("a secondary", question);
    }

    @Override
    public void onDurable(long version, ReplicaContext context) {
        intake.durable(version);
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        throw new Invariants.Violation(self + " loads nothing");
    }

    @Override
    public void onBatchEnd(ReplicaContext context) {
        heldBack.release(context, (asker, push) -> take(asker, push, context));
        intake.answer(context);
        reads.settle(divergence, context);
    }

    // Clients.

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (!transaction.isUpdate() && !divergence.isEmpty()) {
            context.reply(client, new Outcome.Refused(Outcome.Reason.NOT_SERVING, divergence));
        } else if (!transaction.isUpdate()) {
            reads.read(client, transaction, context);
        } else if (Switches.areSetBy(transaction.operations().get(0))
                && transaction.operations().size() == 1) {
            context.reply(client, set((Operation.Write) transaction.operations().get(0)));
        } else {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.WRONG_LAYER,
                            self + " is a secondary: only the master M appends",
                            Optional.of(ReplicatedLogTopology.MASTER)));
        }
    }

    private Outcome set(Operation.Write write) {
        Optional<Switches> after = switches.after(write);
        if (after.isEmpty()) {
            return new Outcome.Refused(
                    Outcome.Reason.NOT_POSSIBLE,
                    write.key() + " = " + write.value() + ": " + Switches.allowed(write.key()) + " is allowed");
        }
        switches = after.get();
        return new Outcome.Committed(self, 1, state.version(), List.of());
    }

    // Views.

    @Override
    public ReplicaView view(long nowNanos) {
        return new ReplicaView(
                        divergence.isEmpty() ? "secondary" : ReplicaView.DIVERGED,
                        state.version(),
                        intake.pending(),
                        epoch,
                        List.of(),
                        divergence.isEmpty(),
                        divergence,
                        List.of())
                .with(List.of(
                        Detail.count("behind a gap", intake.behindGap()),
                        Detail.count("duplicates", intake.duplicates()),
                        Detail.time("append delay", switches.delayNanos()),
                        Detail.share("errors before append", switches.errorBefore()),
                        Detail.share("errors after append", switches.errorAfter())));
    }

    @Override
    public VersionHistory history() {
        return state;
    }
}
