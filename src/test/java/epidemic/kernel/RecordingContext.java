package epidemic.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A context for tests: keeps the effects of all turns until they are taken, and has a clock that is set by hand. */
public final class RecordingContext implements ReplicaContext {
    /** A message to a peer, or the answer to a peer's question. */
    public record Sent(NodeId to, Message message) {}

    /** A question to a peer. */
    public record Asked(NodeId to, Message question, long timeoutNanos) {}

    /** An outcome for a client. */
    public record Replied(Handle.Client client, Outcome outcome) {}

    /**
     * A peer that waits for an answer.
     *
     * @param question what it asked, where a test needs to know
     */
    public record Asker(NodeId node, Object question) implements Handle.Asker {
        /** A peer whose question does not matter. */
        public Asker(NodeId node) {
            this(node, "");
        }
    }

    /** A client that waits for an outcome. */
    public record Client(String name) implements Handle.Client {}

    private final NodeId self;
    private final long incarnation;
    private final RandomGenerator random = new SplittableRandom(1);

    /** The time; tests set it. */
    public long nowNanos;

    public final List<Sent> sent = new ArrayList<>();
    public final List<Asked> asked = new ArrayList<>();
    public final List<Sent> answered = new ArrayList<>();
    /** The question of each of the answers. */
    public final List<Object> answeredQuestions = new ArrayList<>();

    public final List<Replied> replied = new ArrayList<>();
    public final List<VersionEntry> appended = new ArrayList<>();
    /** What the journal would bring at the next start, were all of it on disk. */
    public final List<Message> journal = new ArrayList<>();
    /** How many writes of the journal there were. */
    public long journalWrites;
    /** What {@link #isSynced} says; tests set it. */
    public boolean isSynced = true;

    public final List<Long> loads = new ArrayList<>();
    public final Map<TimerKey, Long> timers = new LinkedHashMap<>();
    public final List<Observation> observed = new ArrayList<>();

    public RecordingContext(NodeId self, long incarnation) {
        this.self = self;
        this.incarnation = incarnation;
    }

    /** What took the place of the log, in order. */
    public final List<Snapshot> replaced = new ArrayList<>();

    /** Forgets everything recorded so far, but not the timers. */
    public void clear() {
        sent.clear();
        asked.clear();
        answered.clear();
        answeredQuestions.clear();
        replied.clear();
        appended.clear();
        replaced.clear();
        loads.clear();
        observed.clear();
    }

    /** The questions of one type that were asked of a peer. */
    public <T extends Message> List<T> questionsTo(NodeId to, Class<T> type) {
        List<T> questions = new ArrayList<>();
        for (Asked item : asked) {
            if (item.to().equals(to) && type.isInstance(item.question())) {
                questions.add(type.cast(item.question()));
            }
        }
        return questions;
    }

    /** The messages of one type that were sent to a peer. */
    public <T extends Message> List<T> messagesTo(NodeId to, Class<T> type) {
        List<T> messages = new ArrayList<>();
        for (Sent item : sent) {
            if (item.to().equals(to) && type.isInstance(item.message())) {
                messages.add(type.cast(item.message()));
            }
        }
        return messages;
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long wallClockMillis() {
        return nowNanos / 1_000_000;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void send(NodeId to, Message message) {
        sent.add(new Sent(to, message));
    }

    @Override
    public void ask(NodeId to, Message question, long timeoutNanos) {
        asked.add(new Asked(to, question, timeoutNanos));
    }

    @Override
    public void answer(Handle.Asker asker, Message answer) {
        answered.add(new Sent(((Asker) asker).node(), answer));
        answeredQuestions.add(((Asker) asker).question());
    }

    @Override
    public void reply(Handle.Client client, Outcome outcome) {
        replied.add(new Replied(client, outcome));
    }

    @Override
    public void append(VersionEntry entry) {
        appended.add(entry);
    }

    @Override
    public void replaceLog(Snapshot snapshot, List<VersionEntry> entries) {
        replaced.add(snapshot);
        appended.addAll(entries);
    }

    @Override
    public void journal(Message record) {
        journalWrites++;
        journal.add(record);
    }

    @Override
    public void rewriteJournal(List<Message> records) {
        journalWrites++;
        journal.clear();
        journal.addAll(records);
    }

    @Override
    public boolean isSynced() {
        return isSynced;
    }

    @Override
    public void load(long afterVersion, int limit) {
        loads.add(afterVersion);
    }

    @Override
    public void setTimer(TimerKey key, long delayNanos) {
        timers.put(key, nowNanos + delayNanos);
    }

    @Override
    public void cancelTimer(TimerKey key) {
        timers.remove(key);
    }

    @Override
    public void observe(Observation observation) {
        observed.add(observation);
    }
}
