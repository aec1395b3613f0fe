package epidemic.contract;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One story on one host: says what replicas do in which turn, and keeps what they and the host did. Thread-safe, since the
 * nodes of a real system run at the same time.
 */
public final class Rig implements ContractHost.Watcher {
    private final ContractHost host;
    private final Map<String, List<Consumer<Turn>>> scripts = new ConcurrentHashMap<>();
    private final Map<NodeId, Integer> lives = new HashMap<>();
    private final Map<NodeId, ScriptedReplica> replicas = new ConcurrentHashMap<>();
    private final List<Note> notes = new CopyOnWriteArrayList<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<Message> asked = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    /** A message, a question or an answer. */
    record Word(String text) implements Message {}

    /** Words as bytes, for journals. */
    static final MessageCodec CODEC = new MessageCodec() {
        @Override
        public void write(Message message, ByteSink sink) {
            sink.text(((Word) message).text());
        }

        @Override
        public Message read(ByteSource source) {
            return new Word(source.text());
        }
    };

    /** A turn that a replica got, and its clock in it. */
    record Note(NodeId node, int life, String what, long nanos) {}

    /** What a client was told. */
    record Heard(RequestId id, Outcome outcome) {}

    Rig(ContractHost host) {
        this.host = host;
    }

    ContractHost host() {
        return host;
    }

    // The story.

    /** Whenever the node gets this turn, in any life, it does this. */
    Rig when(NodeId node, String what, Consumer<Turn> step) {
        scripts.computeIfAbsent(node + " " + what, key -> new CopyOnWriteArrayList<>())
                .add(step);
        return this;
    }

    /** The node asks when it gets this turn. */
    Rig asks(NodeId node, String what, NodeId to, String question, Duration timeout) {
        return when(node, what, turn -> {
            Word word = new Word(question);
            asked.add(word);
            turn.context().ask(to, word, timeout.toNanos());
        });
    }

    /** Starts all nodes. */
    Rig start() {
        return start(false);
    }

    /** Starts all nodes on links on which everything arrives twice. */
    Rig startWithDuplicates() {
        return start(true);
    }

    private Rig start(boolean duplicates) {
        host.start(this::fresh, this, duplicates);
        ContractHost.NODES.forEach(node -> await(node, "start"));
        return this;
    }

    private synchronized Replica fresh(NodeId node) {
        ScriptedReplica replica = new ScriptedReplica(this, node, lives.merge(node, 1, Integer::sum));
        replicas.put(node, replica);
        return replica;
    }

    /** A client's request reaches a node, by which a story goes on. */
    Rig request(NodeId node, String id) {
        host.request(node, RequestId.parse(id));
        return this;
    }

    /** Stops a node and begins its next life, which ends up started. */
    Rig crashAndRestart(NodeId node) {
        host.crash(node);
        int startsBefore = count(node, "start");
        host.restart(node);
        host.release(node);
        awaitThat(() -> count(node, "start") > startsBefore, node + " starts again");
        return this;
    }

    // What came of it.

    /** Waits for a turn of a node. */
    Rig await(NodeId node, String what) {
        awaitThat(() -> count(node, what) > 0, node + ": " + what);
        return this;
    }

    /** Waits until a client was told something. */
    Rig awaitOutcome(String id) {
        awaitThat(() -> !outcomes(id).isEmpty(), "an outcome of " + id);
        return this;
    }

    void awaitThat(java.util.function.BooleanSupplier condition, String what) {
        if (!host.await(condition)) {
            throw new AssertionError("never came: " + what + "; there were " + notes + " and " + effects + " and "
                    + heard + " and " + violations);
        }
    }

    int count(NodeId node, String what) {
        return notes(node, what::equals).size();
    }

    /** The turns of a node whose description matches, in order. */
    List<Note> notes(NodeId node, Predicate<String> what) {
        return notes.stream()
                .filter(note -> note.node().equals(node) && what.test(note.what()))
                .toList();
    }

    /** The descriptions of a node's turns in one life, in order. */
    List<String> turns(NodeId node, int life) {
        return notes.stream()
                .filter(note -> note.node().equals(node) && note.life() == life)
                .map(Note::what)
                .toList();
    }

    /** The clock in the first turn of this description. */
    long nanosOf(NodeId node, String what) {
        return notes(node, what::equals).get(0).nanos();
    }

    /** The effects of a node that were carried out, in order. */
    List<String> effects(NodeId node) {
        String start = node + " ";
        return effects.stream()
                .filter(effect -> effect.startsWith(start))
                .map(effect -> effect.substring(start.length()))
                .toList();
    }

    /** Everything a client was told. */
    List<Outcome> outcomes(String id) {
        RequestId request = RequestId.parse(id);
        return heard.stream()
                .filter(told -> told.id().equals(request))
                .map(Heard::outcome)
                .toList();
    }

    /** What holds in every story. */
    void assertNothingViolated() {
        assertThat(violations).isEmpty();
    }

    // What replicas and hosts tell.

    List<Consumer<Turn>> scriptOf(NodeId node, String what) {
        return scripts.getOrDefault(node + " " + what, new ArrayList<>());
    }

    void note(NodeId node, int life, String what, long nanos) {
        notes.add(new Note(node, life, what, nanos));
    }

    boolean wasAsked(Message question) {
        return asked.stream().anyMatch(word -> word == question);
    }

    void violated(String problem) {
        violations.add(problem);
    }

    @Override
    public void leaves(NodeId node) {
        ScriptedReplica replica = java.util.Objects.requireNonNull(replicas.get(node));
        if (replica.isInTurn() || !replica.last().equals("batch end")) {
            violated("an effect of " + node + " leaves within or after '" + replica.last() + "', not at a batch's end");
        }
    }

    @Override
    public void effect(NodeId node, String what) {
        effects.add(node + " " + what);
    }

    @Override
    public void heard(RequestId id, Outcome outcome) {
        heard.add(new Heard(id, outcome));
    }
}
