package epidemic.contract;

import epidemic.kernel.Handle;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Writes down each turn it gets, and does in it what the story says. On its own it watches what holds always: one turn at a
 * time, nothing before the start, a recovery without gaps, a clock that stands in a turn and never goes back.
 */
final class ScriptedReplica implements Replica, VersionHistory {
    private final Rig rig;
    private final NodeId self;
    private final int life;
    private final AtomicBoolean inTurn = new AtomicBoolean();
    private volatile String last = "nothing";
    private long recovered;
    private boolean started;
    private long lastNanos = Long.MIN_VALUE;

    ScriptedReplica(Rig rig, NodeId self, int life) {
        this.rig = rig;
        this.self = self;
        this.life = life;
    }

    /** Whether a turn is going on. */
    boolean isInTurn() {
        return inTurn.get();
    }

    /** What the last turn was. */
    String last() {
        return last;
    }

    @Override
    public void recover(Snapshot snapshot) {
        check(!started && recovered == 0, "recovers a snapshot after version " + recovered);
        recovered = snapshot.version();
        rig.note(self, life, "recover snapshot " + snapshot.version() + " " + snapshot.data(), 0);
    }

    @Override
    public void recover(VersionEntry entry) {
        check(!started, "recovers after its start");
        check(entry.version() == recovered + 1, "recovers version " + entry.version() + " after " + recovered);
        recovered = entry.version();
        rig.note(self, life, "recover " + entry.version(), 0);
    }

    @Override
    public void recoverJournal(Message record) {
        check(!started, "recovers after its start");
        rig.note(self, life, "recover journal " + text(record), 0);
    }

    @Override
    public void onJournaled(long count, ReplicaContext context) {
        turn("journaled " + count, context, new Turn(context));
    }

    @Override
    public void onStart(ReplicaContext context) {
        check(!started, "starts twice");
        started = true;
        turn("start", context, new Turn(context));
    }

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        turn("request " + transaction.id(), context, new Turn(context, Optional.of(client), Optional.empty()));
    }

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        turn("message " + text(message), context, new Turn(context));
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        turn("question " + text(question), context, new Turn(context, Optional.empty(), Optional.of(asker)));
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        check(rig.wasAsked(question), "gets an answer to another object than it asked");
        turn("answer " + text(answer) + " to " + text(question) + " from " + from, context, new Turn(context));
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        check(rig.wasAsked(question), "hears silence on another object than it asked");
        turn("silence on " + text(question) + " from " + to, context, new Turn(context));
    }

    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        turn("timer " + key.name(), context, new Turn(context));
    }

    @Override
    public void onDurable(long version, ReplicaContext context) {
        turn("durable " + version, context, new Turn(context));
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        List<Long> versions = entries.stream().map(VersionEntry::version).toList();
        turn("loaded after " + afterVersion + " " + versions, context, new Turn(context));
    }

    @Override
    public void onBatchEnd(ReplicaContext context) {
        turn("batch end", context, new Turn(context));
    }

    private static String text(Message message) {
        return ((Rig.Word) message).text();
    }

    private void turn(String what, ReplicaContext context, Turn turn) {
        check(started, what + " before the start");
        check(inTurn.compareAndSet(false, true), what + " within another turn");
        try {
            long begun = context.nowNanos();
            check(begun >= lastNanos, "its clock went back");
            lastNanos = begun;
            last = what;
            rig.note(self, life, what, begun);
            for (Consumer<Turn> step : rig.scriptOf(self, what)) {
                step.accept(turn);
            }
            check(context.nowNanos() == begun, "its clock moved within a turn");
        } finally {
            inTurn.set(false);
        }
    }

    private void check(boolean condition, String problem) {
        if (!condition) {
            rig.violated(self + " in life " + life + " " + problem);
        }
    }

    @Override
    public ReplicaView view(long nowNanos) {
        return new ReplicaView("scripted", recovered, 0, 0, List.of(), true, "", List.of());
    }

    @Override
    public VersionHistory history() {
        return this;
    }

    @Override
    public long version() {
        return recovered;
    }

    @Override
    public long oldestReadable() {
        return recovered;
    }

    @Override
    public SortedMap<String, Value> dataAt(long version) {
        return new TreeMap<>();
    }

    @Override
    public List<VersionEntry> entries(long afterVersion, int limit) {
        return List.of();
    }

    @Override
    public long versionOf(RequestId transaction) {
        return 0;
    }
}
