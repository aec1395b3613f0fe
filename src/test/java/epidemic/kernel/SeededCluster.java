package epidemic.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Replicas on virtual time with a network that loses, repeats and reorders by seed, links that are cut, and nodes that
 * pause, crash and restart on their logs. Single-threaded: the same seed gives the same run.
 */
public final class SeededCluster {
    private static final long LATENCY_NANOS_MAX = 2_000_000;

    private final SplittableRandom random;
    private final Strategy strategy;
    private final Settings settings;
    private final Map<NodeId, Node> nodes = new TreeMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Set<Link> cutLinks = new HashSet<>();
    private long nowNanos;
    private long sequence;

    /** The chance that a message is lost, 0 to 1. */
    public double lossChance;
    /** The chance that a message arrives twice, 0 to 1. */
    public double duplicateChance;
    /** How long a disk takes for a group of entries. */
    public long diskNanos = 100_000;

    public final List<Observed> observed = new ArrayList<>();

    /** An observation of a node. */
    public record Observed(long atNanos, NodeId node, Observation observation) {}

    private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private record Link(NodeId from, NodeId to) {}

    private record Client(NodeId node, long life, Consumer<Outcome> onOutcome) implements Handle.Client {}

    private record Asker(NodeId node, long life, long correlation) implements Handle.Asker {}

    private record Question(NodeId to, Message message) {}

    public SeededCluster(long seed, Strategy strategy, Settings settings) {
        this.random = new SplittableRandom(seed);
        this.strategy = strategy;
        this.settings = settings;
        for (NodeId id : strategy.topology(settings).nodes()) {
            nodes.put(id, new Node(id));
        }
    }

    public long nowNanos() {
        return nowNanos;
    }

    public void startAll() {
        nodes.keySet().forEach(this::start);
    }

    public void start(NodeId id) {
        nodes.get(id).start();
    }

    /** Stops a node at once. Its log stays; entries not yet confirmed are kept or lost by chance. */
    public void crash(NodeId id) {
        nodes.get(id).crash();
    }

    /** Empties the disk of a stopped node. */
    public void wipe(NodeId id) {
        nodes.get(id).disk.clear();
    }

    /** Cuts a link in this direction: what is sent from now on is lost. */
    public void cut(NodeId from, NodeId to) {
        cutLinks.add(new Link(from, to));
    }

    /** Makes a cut link carry messages again. */
    public void heal(NodeId from, NodeId to) {
        cutLinks.remove(new Link(from, to));
    }

    /** Makes all cut links carry messages again. */
    public void healAll() {
        cutLinks.clear();
    }

    /** Stops a node for a while without a crash, as a long garbage collection does: its events wait. */
    public void pause(NodeId id, long durationNanos) {
        Node node = nodes.get(id);
        node.pausedUntilNanos = Math.max(node.pausedUntilNanos, nowNanos + durationNanos);
    }

    /** The versions that any life of these nodes found on its disk. */
    public Set<Long> recoveredVersions(List<NodeId> ids) {
        Set<Long> versions = new HashSet<>();
        ids.forEach(id -> versions.addAll(nodes.get(id).recoveredVersions));
        return versions;
    }

    public boolean isUp(NodeId id) {
        return nodes.get(id).replica != null;
    }

    public List<VersionEntry> logOf(NodeId id) {
        return nodes.get(id).disk;
    }

    public Replica replica(NodeId id) {
        return nodes.get(id).replica;
    }

    public ReplicaView view(NodeId id) {
        return replica(id).view(nowNanos);
    }

    /** Sends a request; a stopped node loses it. */
    public void request(NodeId id, Transaction transaction, Consumer<Outcome> onOutcome) {
        Node node = nodes.get(id);
        if (node.replica == null) {
            return;
        }
        Client client = new Client(id, node.life, onOutcome);
        node.whenAwake(() -> {
            if (node.life == client.life() && node.replica != null) {
                node.turn(replica -> replica.onRequest(client, transaction, node));
            }
        });
    }

    public void at(long delayNanos, Runnable action) {
        events.add(new Event(nowNanos + delayNanos, sequence++, action));
    }

    /** Runs for this long. */
    public void run(long durationNanos) {
        long end = nowNanos + durationNanos;
        while (!events.isEmpty() && events.peek().atNanos() <= end) {
            Event event = events.poll();
            nowNanos = event.atNanos();
            event.action().run();
        }
        nowNanos = end;
    }

    private void deliver(NodeId from, NodeId to, Consumer<Node> delivery) {
        if (random.nextDouble() < lossChance || cutLinks.contains(new Link(from, to))) {
            return;
        }
        int copies = random.nextDouble() < duplicateChance ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            Node node = nodes.get(to);
            node.at(random.nextLong(LATENCY_NANOS_MAX), () -> {
                if (node.replica != null) {
                    delivery.accept(node);
                }
            });
        }
    }

    private final class Node implements ReplicaContext {
        private final NodeId id;
        private final List<VersionEntry> disk = new ArrayList<>();
        private final Map<Long, Question> questions = new HashMap<>();
        private final Map<TimerKey, Long> timers = new HashMap<>();
        private final List<VersionEntry> appends = new ArrayList<>();
        private final List<Runnable> effects = new ArrayList<>();
        private final Map<NodeId, Long> lives = new HashMap<>();
        private Replica replica;
        private long life;
        private long correlations;
        private long timerIds;
        private long appendedVersion;
        private final List<List<VersionEntry>> writing = new ArrayList<>();
        private boolean flushing;
        private long pausedUntilNanos;
        private final Set<Long> recoveredVersions = new HashSet<>();

        private Node(NodeId id) {
            this.id = id;
        }

        private void at(long delayNanos, Runnable action) {
            SeededCluster.this.at(delayNanos, () -> whenAwake(action));
        }

        private void whenAwake(Runnable action) {
            if (nowNanos < pausedUntilNanos) {
                SeededCluster.this.at(pausedUntilNanos - nowNanos, () -> whenAwake(action));
            } else {
                action.run();
            }
        }

        private void start() {
            life++;
            correlations = life << 40;
            replica = strategy.replica(id, settings);
            disk.forEach(replica::recover);
            appendedVersion = disk.size();
            recoveredVersions.add((long) disk.size());
            turn(started -> started.onStart(this));
        }

        private void crash() {
            replica = null;
            questions.clear();
            timers.clear();
            appends.clear();
            effects.clear();
            flushing = false;
            pausedUntilNanos = 0;
            keepUnconfirmedByChance();
        }

        /** What was on its way to the disk is kept, lost, or torn at a line. */
        private void keepUnconfirmedByChance() {
            List<VersionEntry> unconfirmed = new ArrayList<>();
            writing.forEach(unconfirmed::addAll);
            writing.clear();
            int kept = Math.max(0, Math.min(unconfirmed.size(), random.nextInt(-2, unconfirmed.size() + 3)));
            disk.addAll(unconfirmed.subList(0, kept));
        }

        private void turn(Consumer<Replica> body) {
            body.accept(replica);
            if (!flushing) {
                flushing = true;
                long flushedLife = life;
                at(random.nextLong(50_000), () -> {
                    if (replica != null && life == flushedLife) {
                        flush();
                    }
                });
            }
        }

        private void flush() {
            flushing = false;
            replica.onBatchEnd(this);
            if (!appends.isEmpty()) {
                List<VersionEntry> group = new ArrayList<>(appends);
                appends.clear();
                for (VersionEntry entry : group) {
                    Invariants.check(entry.version() == appendedVersion + 1, "gap in the log of %s", id);
                    appendedVersion++;
                }
                long writtenLife = life;
                writing.add(group);
                at(diskNanos, () -> write(group, writtenLife));
            }
            List<Runnable> due = new ArrayList<>(effects);
            effects.clear();
            due.forEach(Runnable::run);
        }

        private void write(List<VersionEntry> group, long writtenLife) {
            if (life != writtenLife || replica == null) {
                return;
            }
            writing.remove(0);
            disk.addAll(group);
            turn(alive -> alive.onDurable(disk.size(), this));
        }

        private boolean isWelcome(NodeId from, long fromLife) {
            long known = lives.getOrDefault(from, 0L);
            lives.put(from, Math.max(known, fromLife));
            return fromLife >= known;
        }

        @Override
        public NodeId self() {
            return id;
        }

        @Override
        public long incarnation() {
            return life;
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
            long fromLife = life;
            effects.add(() -> deliver(id, to, node -> {
                if (node.isWelcome(id, fromLife)) {
                    node.turn(peer -> peer.onMessage(id, message, node));
                }
            }));
        }

        @Override
        public void ask(NodeId to, Message question, long timeoutNanos) {
            long correlation = ++correlations;
            questions.put(correlation, new Question(to, question));
            Asker asker = new Asker(id, life, correlation);
            effects.add(() -> deliver(id, to, node -> {
                if (node.isWelcome(id, asker.life())) {
                    node.turn(peer -> peer.onQuestion(id, asker, question, node));
                }
            }));
            at(timeoutNanos, () -> {
                if (life == asker.life() && questions.remove(correlation) != null) {
                    turn(own -> own.onSilence(to, question, this));
                }
            });
        }

        @Override
        public void answer(Handle.Asker asker, Message answer) {
            Asker to = (Asker) asker;
            long fromLife = life;
            effects.add(() -> deliver(id, to.node(), node -> {
                Question question = node.life == to.life() && node.isWelcome(id, fromLife)
                        ? node.questions.remove(to.correlation())
                        : null;
                if (question != null) {
                    node.turn(peer -> peer.onAnswer(id, question.message(), answer, node));
                }
            }));
        }

        @Override
        public void reply(Handle.Client handle, Outcome outcome) {
            Client client = (Client) handle;
            Invariants.check(client.life() == life, "reply to a client of an earlier life");
            effects.add(() -> client.onOutcome().accept(outcome));
        }

        @Override
        public void append(VersionEntry entry) {
            appends.add(entry);
        }

        @Override
        public void load(long afterVersion, int limit) {
            long askedLife = life;
            at(diskNanos * 2, () -> {
                if (life == askedLife && replica != null) {
                    int from = (int) Math.min(afterVersion, disk.size());
                    int to = (int) Math.min(afterVersion + limit, disk.size());
                    List<VersionEntry> entries = List.copyOf(disk.subList(from, to));
                    turn(own -> own.onLoaded(afterVersion, entries, this));
                }
            });
        }

        @Override
        public void setTimer(TimerKey key, long delayNanos) {
            long timer = ++timerIds;
            timers.put(key, timer);
            at(delayNanos, () -> {
                if (timers.getOrDefault(key, 0L) == timer) {
                    timers.remove(key);
                    turn(own -> own.onTimer(key, this));
                }
            });
        }

        @Override
        public void cancelTimer(TimerKey key) {
            timers.remove(key);
        }

        @Override
        public void observe(Observation observation) {
            observed.add(new Observed(nowNanos, id, observation));
        }
    }
}
