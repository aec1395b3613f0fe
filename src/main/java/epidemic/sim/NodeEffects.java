package epidemic.sim;

import epidemic.kernel.Effects;
import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Gathers the effects of the turns of one life until the batch ends. */
final class NodeEffects implements ReplicaContext {
    /** The delay of a timer that is to be cancelled. */
    private static final long CANCELLED = -1;

    private final Simulation simulation;
    private final SimNode node;
    private final RandomGenerator random;
    private final OpenQuestions questions;
    private long nowNanos;

    private final List<VersionEntry> appends = new ArrayList<>();
    private final List<Replacement> replacements = new ArrayList<>();
    private final List<SimJournal.Write> journal = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<Mail> mail = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Map<TimerKey, Long> timers = new LinkedHashMap<>();
    private final List<Observation> observations = new ArrayList<>();

    /** Takes the log's place behind so many appends. */
    private record Replacement(int afterAppends, Snapshot snapshot, List<VersionEntry> entries) {}

    private record Load(long afterVersion, int limit) {}

    private record Reply(SimClient client, Outcome outcome) {}

    NodeEffects(Simulation simulation, SimNode node, long seed) {
        this.simulation = simulation;
        this.node = node;
        this.random = new SplittableRandom(Draw.mix(Draw.mix(seed, node.index()), node.incarnation()));
        this.questions = new OpenQuestions(node.incarnation());
    }

    void beginTurn(long localNanos) {
        nowNanos = localNanos;
    }

    OpenQuestions questions() {
        return questions;
    }

    @Override
    public NodeId self() {
        return node.id();
    }

    @Override
    public long incarnation() {
        return node.incarnation();
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long wallClockMillis() {
        return node.wallClockMillis();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void send(NodeId to, Message message) {
        if (isThere(to, message)) {
            mail.add(new Mail(node, simulation.node(to), Mail.Kind.TOLD, 0, message));
        }
    }

    @Override
    public void ask(NodeId to, Message question, long timeoutNanos) {
        Effects.checkTimeout(self(), question, timeoutNanos);
        long correlation = questions.open(to, question, nowNanos + timeoutNanos);
        if (isThere(to, question)) {
            mail.add(new Mail(node, simulation.node(to), Mail.Kind.ASKED, correlation, question));
        }
    }

    /** What is sent to a node that does not exist is lost, as everywhere. */
    private boolean isThere(NodeId to, Message message) {
        boolean isThere = simulation.knows(to);
        if (!isThere) {
            simulation.tell(node, () -> "-> " + to + " (nobody) " + message);
        }
        return isThere;
    }

    @Override
    public void answer(Handle.Asker asker, Message answer) {
        Mail question = (Mail) asker;
        Mail reply = new Mail(node, question.from, Mail.Kind.ANSWERED, question.correlation, answer);
        reply.answerLost = question.answerLost;
        mail.add(reply);
    }

    @Override
    public void reply(Handle.Client client, Outcome outcome) {
        SimClient waiting = (SimClient) client;
        if (waiting.life != node.incarnation()) {
            throw new Invariants.Violation(node.id() + " replies to a client of an earlier life");
        }
        replies.add(new Reply(waiting, outcome));
    }

    @Override
    public void append(VersionEntry entry) {
        appends.add(entry);
    }

    @Override
    public void replaceLog(Snapshot snapshot, List<VersionEntry> entries) {
        replacements.add(new Replacement(appends.size(), snapshot, List.copyOf(entries)));
    }

    @Override
    public void journal(Message record) {
        journal.add(new SimJournal.Write(false, List.of(record)));
    }

    @Override
    public void rewriteJournal(List<Message> records) {
        journal.add(new SimJournal.Write(true, records));
    }

    @Override
    public boolean isSynced() {
        return simulation.isSynced();
    }

    @Override
    public void load(long afterVersion, int limit) {
        Effects.checkLoad(self(), afterVersion, limit);
        loads.add(new Load(afterVersion, limit));
    }

    @Override
    public void setTimer(TimerKey key, long delayNanos) {
        Effects.checkDelay(self(), key, delayNanos);
        timers.put(key, delayNanos);
    }

    @Override
    public void cancelTimer(TimerKey key) {
        timers.put(key, CANCELLED);
    }

    @Override
    public void observe(Observation observation) {
        observations.add(observation);
    }

    /** Whether a turn of this batch has set or cancelled the timer: then the one before it does not fire any more. */
    boolean isTimerChanged(TimerKey key) {
        return timers.containsKey(key);
    }

    /** Carries everything out, in the order of the contract. */
    void drain() {
        drainLog();
        for (int index = 0; index < journal.size(); index++) {
            simulation.journal(node, journal.get(index));
        }
        journal.clear();
        for (int index = 0; index < loads.size(); index++) {
            node.disk().load(loads.get(index).afterVersion(), loads.get(index).limit());
        }
        loads.clear();
        for (int index = 0; index < mail.size(); index++) {
            simulation.post(mail.get(index));
        }
        mail.clear();
        for (int index = 0; index < replies.size(); index++) {
            node.clients().reply(replies.get(index).client(), replies.get(index).outcome());
        }
        replies.clear();
        if (!timers.isEmpty()) {
            timers.forEach(this::setOrCancel);
            timers.clear();
        }
        for (int index = 0; index < observations.size(); index++) {
            simulation.observed(node, observations.get(index));
        }
        observations.clear();
    }

    private void drainLog() {
        int next = 0;
        for (Replacement replacement : replacements) {
            append(next, replacement.afterAppends());
            next = replacement.afterAppends();
            simulation.replaceLog(node, replacement.snapshot(), replacement.entries());
        }
        append(next, appends.size());
        replacements.clear();
        appends.clear();
    }

    private void append(int from, int to) {
        if (to > from) {
            simulation.append(node, List.copyOf(appends.subList(from, to)));
        }
    }

    private void setOrCancel(TimerKey key, long delayNanos) {
        if (delayNanos == CANCELLED) {
            node.timers().cancel(key);
        } else {
            node.timers().set(key, delayNanos);
        }
    }
}
