package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.MapSettings;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Three core nodes on a network without latency, of which the test decides what it loses. Disks confirm at once. */
final class CoreTrio {
    private static final long STEP_NANOS = 250_000_000;

    private final Map<NodeId, Life> alive = new TreeMap<>();
    private final Map<NodeId, List<VersionEntry>> disks = new TreeMap<>();
    private final Map<NodeId, List<Message>> journals = new TreeMap<>();
    private final Map<NodeId, Long> incarnations = new TreeMap<>();
    private final Deque<Flight> inFlight = new ArrayDeque<>();
    private final List<Flight> delivered = new ArrayList<>();
    private final Map<String, Outcome> outcomes = new TreeMap<>();
    private final MapSettings settings;
    private long nowNanos = 1_000_000_000;

    /** What the network loses. */
    Predicate<Flight> lost = flight -> false;

    /** A message, a question or an answer under way. */
    record Flight(NodeId from, NodeId to, long fromLife, Message message, Question question, boolean answer) {}

    private record Question(NodeId to, long life, Message message, long deadlineNanos) {}

    private static final class Life {
        private final CoreReplica replica;
        private final RecordingContext context;
        private final List<Question> open = new ArrayList<>();
        private long confirmedWrites;

        private Life(CoreReplica replica, RecordingContext context) {
            this.replica = replica;
            this.context = context;
        }
    }

    CoreTrio() {
        this(MapSettings.layered());
    }

    CoreTrio(MapSettings settings) {
        this.settings = settings;
        LayeredTopology.CORE.forEach(node -> disks.put(node, new ArrayList<>()));
        LayeredTopology.CORE.forEach(node -> journals.put(node, new ArrayList<>()));
    }

    void start(NodeId node) {
        long incarnation = incarnations.merge(node, 1L, Long::sum);
        Life life =
                new Life(new CoreReplica(node, LayeredConfig.of(settings)), new RecordingContext(node, incarnation));
        life.context.nowNanos = nowNanos;
        disks.get(node).forEach(life.replica::recover);
        journals.get(node).forEach(life.replica::recoverJournal);
        life.context.journal.addAll(journals.get(node));
        alive.put(node, life);
        life.replica.onStart(life.context);
        finish(node, life);
        settle();
    }

    /** The node stops at once; what it sent is still under way. */
    void stop(NodeId node) {
        alive.remove(node);
    }

    void wipe(NodeId node) {
        disks.get(node).clear();
        journals.get(node).clear();
    }

    /** Lets time pass: timers fire, questions fall silent, messages arrive. */
    void pass(int steps) {
        for (int step = 0; step < steps; step++) {
            nowNanos += STEP_NANOS;
            for (Map.Entry<NodeId, Life> entry : new TreeMap<>(alive).entrySet()) {
                Life life = entry.getValue();
                life.context.nowNanos = nowNanos;
                fireTimers(life);
                silence(life);
                finish(entry.getKey(), life);
            }
            settle();
        }
    }

    /** Sends an update; its outcome is found by the name. */
    void request(NodeId node, String name, Transaction transaction) {
        Life life = alive.get(node);
        Handle.Client client = new RecordingContext.Client(name);
        life.replica.onRequest(client, transaction, life.context);
        finish(node, life);
        settle();
    }

    Outcome outcome(String name) {
        return outcomes.get(name);
    }

    List<VersionEntry> disk(NodeId node) {
        return disks.get(node);
    }

    boolean allServe() {
        return alive.size() == disks.size()
                && alive.values().stream()
                        .allMatch(life -> life.replica.view(nowNanos).serving());
    }

    boolean serving(NodeId node) {
        return alive.get(node).replica.view(nowNanos).serving();
    }

    List<NodeId> membersOf(NodeId node) {
        return alive.get(node).replica.view(nowNanos).members();
    }

    long epochOf(NodeId node) {
        return alive.get(node).replica.view(nowNanos).epoch();
    }

    <T extends Message> List<T> deliveredFrom(NodeId from, long incarnation, Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Flight flight : delivered) {
            if (flight.from().equals(from) && flight.fromLife() == incarnation && type.isInstance(flight.message())) {
                found.add(type.cast(flight.message()));
            }
        }
        return found;
    }

    private void fireTimers(Life life) {
        for (Map.Entry<TimerKey, Long> timer : new TreeMap<>(byName(life.context.timers)).values()) {
            if (timer.getValue() <= nowNanos && life.context.timers.remove(timer.getKey(), timer.getValue())) {
                life.replica.onTimer(timer.getKey(), life.context);
            }
        }
    }

    private static Map<String, Map.Entry<TimerKey, Long>> byName(Map<TimerKey, Long> timers) {
        Map<String, Map.Entry<TimerKey, Long>> byName = new TreeMap<>();
        timers.forEach((key, due) -> byName.put(key.name(), Map.entry(key, due)));
        return byName;
    }

    private void silence(Life life) {
        for (Question question : List.copyOf(life.open)) {
            if (question.deadlineNanos() <= nowNanos && life.open.remove(question)) {
                life.replica.onSilence(question.to(), question.message(), life.context);
            }
        }
    }

    private void settle() {
        while (!inFlight.isEmpty()) {
            Flight flight = inFlight.remove();
            Life life = alive.get(flight.to());
            if (life != null && !lost.test(flight)) {
                delivered.add(flight);
                deliver(flight, life);
            }
        }
    }

    private void deliver(Flight flight, Life life) {
        if (flight.answer()) {
            if (life.context.incarnation() == flight.question().life() && life.open.remove(flight.question())) {
                life.replica.onAnswer(flight.from(), flight.question().message(), flight.message(), life.context);
            }
        } else if (flight.question() == null) {
            life.replica.onMessage(flight.from(), flight.message(), life.context);
        } else {
            life.replica.onQuestion(
                    flight.from(),
                    new RecordingContext.Asker(flight.from(), flight.question()),
                    flight.message(),
                    life.context);
        }
        finish(flight.to(), life);
    }

    private void finish(NodeId node, Life life) {
        RecordingContext context = life.context;
        life.replica.onBatchEnd(context);
        while (!context.appended.isEmpty() || life.confirmedWrites < context.journalWrites) {
            disks.get(node).addAll(context.appended);
            context.appended.clear();
            journals.put(node, new ArrayList<>(context.journal));
            life.confirmedWrites = context.journalWrites;
            life.replica.onJournaled(life.confirmedWrites, context);
            life.replica.onDurable(disks.get(node).size(), context);
            life.replica.onBatchEnd(context);
        }
        context.sent.forEach(
                sent -> inFlight.add(new Flight(node, sent.to(), context.incarnation(), sent.message(), null, false)));
        for (RecordingContext.Asked asked : context.asked) {
            Question question =
                    new Question(asked.to(), context.incarnation(), asked.question(), nowNanos + asked.timeoutNanos());
            life.open.add(question);
            inFlight.add(new Flight(node, asked.to(), context.incarnation(), asked.question(), question, false));
        }
        for (int index = 0; index < context.answered.size(); index++) {
            RecordingContext.Sent answered = context.answered.get(index);
            Question question = (Question) context.answeredQuestions.get(index);
            inFlight.add(new Flight(node, answered.to(), context.incarnation(), answered.message(), question, true));
        }
        context.replied.forEach(
                replied -> outcomes.put(((RecordingContext.Client) replied.client()).name(), replied.outcome()));
        context.clear();
    }
}
