package epidemic.runtime.actor;

import epidemic.kernel.Effects;
import epidemic.kernel.Handle;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.figures.NodeFigures;
import epidemic.runtime.storage.JournalWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Gathers the effects of turns until the batch ends. Confined to its {@link NodeActor}. */
final class TurnContext implements ReplicaContext {
    private final NodeSetup setup;
    private final RandomGenerator random;
    private final OpenQuestions questions;
    private final NodeFigures figures;
    private long nowNanos;
    private long lastVersion;

    private List<LogWrite> writes = new ArrayList<>();
    private List<VersionEntry> appends = new ArrayList<>();
    private List<JournalWrite> journal = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<Mail> mail = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Map<TimerKey, Optional<Duration>> timers = new LinkedHashMap<>();
    private final List<Observation> observations = new ArrayList<>();

    private record Load(long afterVersion, int limit) {}

    private record Mail(NodeId to, NodeCall.Envelope envelope) {}

    private record Reply(Handle.Client client, Outcome outcome) {}

    /** A peer that waits for an answer. */
    record RemoteAsker(NodeId node, long correlation) implements Handle.Asker {}

    TurnContext(NodeSetup setup, NodeFigures figures) {
        this.setup = setup;
        this.figures = figures;
        this.random = new SplittableRandom(setup.seed());
        this.questions = new OpenQuestions(setup.incarnation());
    }

    void beginTurn() {
        nowNanos = setup.clock().nanoTime();
    }

    /** The log ends with this version; the next append goes on behind it. */
    void recovered(long version) {
        lastVersion = version;
    }

    OpenQuestions questions() {
        return questions;
    }

    @Override
    public NodeId self() {
        return setup.node();
    }

    @Override
    public long incarnation() {
        return setup.incarnation();
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long wallClockMillis() {
        return setup.clock().wallClockMillis();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void send(NodeId to, Message message) {
        mail.add(new Mail(to, new NodeCall.Told(self(), incarnation(), message)));
    }

    @Override
    public void ask(NodeId to, Message question, long timeoutNanos) {
        Effects.checkTimeout(self(), question, timeoutNanos);
        long correlation = questions.open(new OpenQuestions.Question(
                to, question, nowNanos, nowNanos + timeoutNanos, figures.link(to, question)));
        mail.add(new Mail(to, new NodeCall.Asked(self(), incarnation(), correlation, question)));
    }

    @Override
    public void answer(Handle.Asker asker, Message answer) {
        RemoteAsker remote = (RemoteAsker) asker;
        mail.add(new Mail(remote.node(), new NodeCall.Answered(self(), incarnation(), remote.correlation(), answer)));
    }

    @Override
    public void reply(Handle.Client client, Outcome outcome) {
        replies.add(new Reply(client, outcome));
    }

    @Override
    public void append(VersionEntry entry) {
        Effects.checkNext(self(), entry, lastVersion);
        lastVersion = entry.version();
        appends.add(entry);
    }

    @Override
    public void replaceLog(Snapshot snapshot, List<VersionEntry> entries) {
        Effects.checkReplacement(self(), snapshot, entries, lastVersion);
        lastVersion = snapshot.version() + entries.size();
        closeAppends();
        writes.add(new LogWrite(Optional.of(snapshot), List.copyOf(entries)));
    }

    private void closeAppends() {
        if (!appends.isEmpty()) {
            writes.add(new LogWrite(Optional.empty(), appends));
            appends = new ArrayList<>();
        }
    }

    @Override
    public void journal(Message record) {
        journal.add(new JournalWrite(false, List.of(record)));
    }

    @Override
    public void rewriteJournal(List<Message> records) {
        journal.add(new JournalWrite(true, records));
    }

    @Override
    public boolean isSynced() {
        return setup.isSynced();
    }

    @Override
    public void load(long afterVersion, int limit) {
        Effects.checkLoad(self(), afterVersion, limit);
        loads.add(new Load(afterVersion, limit));
    }

    @Override
    public void setTimer(TimerKey key, long delayNanos) {
        Effects.checkDelay(self(), key, delayNanos);
        timers.put(key, Optional.of(Duration.ofNanos(delayNanos)));
    }

    @Override
    public void cancelTimer(TimerKey key) {
        timers.put(key, Optional.empty());
    }

    @Override
    public void observe(Observation observation) {
        observations.add(observation);
    }

    List<LogWrite> drainLog() {
        closeAppends();
        List<LogWrite> drained = writes;
        writes = new ArrayList<>();
        return drained;
    }

    List<JournalWrite> drainJournal() {
        List<JournalWrite> drained = journal;
        journal = new ArrayList<>();
        return drained;
    }

    void drainLoads(BiConsumer<Long, Integer> reader) {
        loads.forEach(load -> reader.accept(load.afterVersion(), load.limit()));
        loads.clear();
    }

    void drainMail(Transport transport) {
        for (Mail item : mail) {
            setup.observer().sent(self(), item.to(), item.envelope().message());
            transport.send(item.to(), item.envelope());
        }
        if (!mail.isEmpty()) {
            transport.flush();
        }
        mail.clear();
    }

    void drainReplies(BiConsumer<Handle.Client, Outcome> teller) {
        replies.forEach(reply -> teller.accept(reply.client(), reply.outcome()));
        replies.clear();
    }

    /** Whether a turn of this batch has set or cancelled the timer: then the one before it does not fire any more. */
    boolean isTimerChanged(TimerKey key) {
        return timers.containsKey(key);
    }

    void drainTimers(BiConsumer<TimerKey, Optional<Duration>> setter) {
        timers.forEach(setter);
        timers.clear();
    }

    void drainObservations(Consumer<Observation> teller) {
        observations.forEach(teller);
        observations.clear();
    }
}
