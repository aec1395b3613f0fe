package epidemic.protocol.passive;

import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.model.session.SessionGate;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.SnapshotIntake;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the others: always asks the main replica for what follows the version that it holds, applies what it gets, and
 * serves reads from its newest version.
 */
final class CopyReplica implements Replica {
    private static final int LAYER = 1;
    /** After so many silences a snapshot under way is given up: perhaps the main replica has it no longer. */
    private static final int SILENCES_MAX = 4;
    /** Wakes a replica whose question was refused: it asks again. */
    static final TimerKey AGAIN = new TimerKey("again");

    // Identity and configuration.
    private final NodeId self;
    private final PassiveConfig config;

    // What it holds.
    private final VersionedState state;
    private long durable;
    private final SnapshotIntake intake = new SnapshotIntake();

    // What is under way.
    private boolean asking;
    private int silences;
    /** Whether it asks only when {@link #AGAIN} comes. */
    private boolean isPaced;
    /** Whether what it holds is not of the main replica's history, as that one says. */
    private boolean differs;

    private final SessionGate sessions;

    CopyReplica(NodeId self, PassiveConfig config) {
        this.self = self;
        this.config = config;
        this.state = new VersionedState(config.historyWindow(), config.idleClientsMax());
        this.sessions = Sessions.gate(
                self, config, "read at the main replica, wait for the cache time, or leave the session out");
    }

    @Override
    public void recover(Snapshot snapshot) {
        state.restore(snapshot);
    }

    @Override
    public void recover(VersionEntry entry) {
        state.apply(entry);
    }

    /** The batch's end asks. */
    @Override
    public void onStart(ReplicaContext context) {
        durable = state.version();
    }

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.layer() != LAYER) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.WRONG_LAYER,
                            self + " is of layer 1: it executes read-only transactions of that layer, not "
                                    + (transaction.isUpdate() ? "updates" : "of layer " + transaction.layer())));
        } else if (sessions.isShut(transaction, state.version())) {
            sessions.take(client, transaction, state.version(), context);
        } else {
            serve(client, transaction, context);
        }
    }

    private void serve(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (differs) {
            context.reply(client, new Outcome.Refused(Outcome.Reason.NOT_SERVING, self + " " + difference()));
            return;
        }
        context.reply(client, new Outcome.Committed(self, LAYER, state.version(), state.read(transaction)));
    }

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        throw Invariants.unhandled("replica", message);
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        throw Invariants.unhandled("replica", question);
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        asking = false;
        silences = 0;
        boolean differed = differs;
        differs = answer instanceof PassiveMessage.Differs;
        if (differs) {
            isPaced = true;
            context.setTimer(AGAIN, config.fetchTimeout().toNanos());
            if (!differed) {
                context.observe(new Observation(Observation.DIVERGED, difference()));
            }
        } else if (answer instanceof PassiveMessage.Fetched fetched) {
            copy(fetched.entries(), context);
        } else if (answer instanceof PassiveMessage.SnapshotFetched fetched) {
            take(fetched, context);
        } else {
            throw Invariants.unhandled("replica", answer);
        }
    }

    private String difference() {
        return "holds version " + state.version() + " of another history than " + PassiveConfig.MAIN
                + ": one of the two has lost its disk; this replica copies and serves nothing until it is started empty";
    }

    private void copy(List<VersionEntry> entries, ReplicaContext context) {
        if (entries.isEmpty()) {
            return;
        }
        List<VersionEntry> ordered = config.mutant() == PassiveMutant.COPY_OUT_OF_ORDER ? reversed(entries) : entries;
        for (VersionEntry entry : ordered) {
            if (entry.version() == state.version() + 1) {
                state.apply(entry);
                context.append(entry);
            }
        }
        context.observe(new Observation(
                "versions-copied", "copied " + entries.size() + " versions, now at " + state.version()));
    }

    /** The planted error: the contents the other way round, under the same numbers. */
    private static List<VersionEntry> reversed(List<VersionEntry> entries) {
        List<VersionEntry> reversed = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            VersionEntry content = entries.get(entries.size() - 1 - index);
            reversed.add(new VersionEntry(
                    entries.get(index).version(),
                    content.transaction(),
                    content.origin(),
                    content.committedAtMillis(),
                    content.writes()));
        }
        return reversed;
    }

    /** A piece of a snapshot: the versions that are missing here are not there any more. */
    private void take(PassiveMessage.SnapshotFetched fetched, ReplicaContext context) {
        intake.take(fetched.part());
        if (!intake.isWhole()) {
            return;
        }
        Snapshot snapshot = intake.handOver();
        if (snapshot.version() > state.version()) {
            state.restore(snapshot);
            context.replaceLog(snapshot, List.of());
            context.observe(new Observation("snapshot-copied", "copied a snapshot, now at " + state.version()));
        }
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        asking = false;
        silences++;
        if (silences % SILENCES_MAX == 0) {
            intake.drop();
        }
    }

    /** The batch's end does it; that of sessions' deadlines, too. */
    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        isPaced &= !key.equals(AGAIN);
    }

    @Override
    public void onDurable(long version, ReplicaContext context) {
        durable = version;
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {}

    @Override
    public void onBatchEnd(ReplicaContext context) {
        if (!asking && !isPaced && !isDiskBehind()) {
            asking = true;
            context.ask(PassiveConfig.MAIN, question(), config.fetchTimeout().toNanos());
        }
        sessions.settle(state.version(), (client, waiting) -> serve(client, waiting, context), context);
        sessions.schedule(context);
    }

    /** Then it does not ask: at most this and one message more are not on disk. */
    private boolean isDiskBehind() {
        return state.version() - durable > config.copyMaxVersions();
    }

    private PassiveMessage question() {
        return intake.isUnderWay()
                ? new PassiveMessage.FetchSnapshot(intake.version(), intake.held())
                : new PassiveMessage.Fetch(state.version(), mark(), differs);
    }

    private long mark() {
        List<VersionEntry> newest = state.version() == 0 ? List.of() : state.entries(state.version() - 1, 1);
        return newest.isEmpty() ? Mark.UNKNOWN : Mark.of(newest.get(0));
    }

    @Override
    public ReplicaView view(long nowNanos) {
        String reason = differs ? difference() : "";
        String role = differs ? ReplicaView.DIVERGED : "replica";
        return new ReplicaView(role, state.version(), 0, 0, List.of(), !differs, reason, List.of());
    }

    @Override
    public VersionHistory history() {
        return state;
    }
}
