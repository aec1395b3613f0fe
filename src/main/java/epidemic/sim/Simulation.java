package epidemic.sim;

import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One run of a strategy's replicas on virtual time. Confined to one thread.
 *
 * <p>Use: make it, {@link #start} it, let time pass with {@link #runUntil}, send requests with {@link #request}, plan
 * own steps with {@link #after}.
 */
public final class Simulation implements ClientWorld {
    /** What a wall clock without offset shows at virtual time 0, in milliseconds since 1970 UTC. */
    public static final long WALL_BASE_MILLIS = SimClock.WALL_BASE_MILLIS;

    private static final long CLIENT_STREAM = 0x636C6E74L;
    private static final long SYNC_STREAM = 0x73796E63L;
    private static final long FIRST_LOCAL_MAX = 1L << 40;
    private static final int LATENCY = 1;
    private static final int LOSS = 2;

    private final Setup setup;
    private final Topology topology;
    private final NodeIds ids;
    private final List<SimNode> nodes = new ArrayList<>();
    private final EventQueue queue = new EventQueue();
    private final SimNetwork network;
    private final FaultDriver faults;
    private final Trace trace;
    private final List<SimObserver> observers;
    private final List<Invariant> invariants = new ArrayList<>();
    private DiskConditions disks;
    private long nowNanos;
    private long eventCount;
    private long clientMails;

    /**
     * What a run is a function of.
     *
     * @param seed of everything that is drawn
     * @param strategy whose replicas run
     * @param settings the strategy's block
     * @param plan what goes wrong
     * @param limits which of it the strategy tolerates
     * @param trace takes what happens
     * @param observers who watches; those that are {@link Invariant}s are checked after each batch, too
     * @param keepVersions how many versions below its newest a log keeps when older ones become a snapshot; 0 if they never
     *     do
     */
    public record Setup(
            long seed,
            Strategy strategy,
            Settings settings,
            FaultPlan plan,
            FaultLimits limits,
            Trace trace,
            List<SimObserver> observers,
            long keepVersions) {
        /** Copies the observers. */
        public Setup {
            observers = List.copyOf(observers);
        }

        /** Logs keep all versions. */
        public Setup(
                long seed,
                Strategy strategy,
                Settings settings,
                FaultPlan plan,
                FaultLimits limits,
                Trace trace,
                List<SimObserver> observers) {
            this(seed, strategy, settings, plan, limits, trace, observers, 0);
        }
    }

    /** A run at virtual time 0, nothing started. */
    public Simulation(Setup setup) {
        this.setup = setup;
        this.trace = setup.trace();
        this.observers = setup.observers();
        this.topology = setup.strategy().topology(setup.settings());
        this.disks = setup.plan().disks();
        List<NodeId> names = topology.nodes();
        this.ids = new NodeIds(names);
        this.network =
                new SimNetwork(this, setup.seed(), names.size(), setup.plan().links());
        for (NodeId name : names) {
            nodes.add(new SimNode(this, nodes.size(), name, names.size(), clockOf(name)));
        }
        this.faults = new FaultDriver(this, setup.plan(), setup.limits());
        for (SimObserver observer : observers) {
            if (observer instanceof Invariant invariant) {
                invariants.add(invariant);
            }
        }
    }

    private SimClock clockOf(NodeId name) {
        long first = Draw.mix(setup.seed(), nodes.size()) & (FIRST_LOCAL_MAX - 1);
        for (ClockConditions clock : setup.plan().clocks()) {
            if (clock.node().equals(name)) {
                return new SimClock(first, clock.driftPpm(), clock.wallOffsetNanos());
            }
        }
        return new SimClock(first, 0, 0);
    }

    /** Whether nothing goes wrong in this run, by its plan. */
    public boolean isCalm() {
        FaultPlan plan = setup.plan();
        return plan.faults().isEmpty()
                && plan.clocks().isEmpty()
                && plan.links().equals(plan.links().healed())
                && plan.disks().slow() == 0;
    }

    /** Starts all nodes and the plan of faults. */
    public void start() {
        nodes.forEach(SimNode::start);
        faults.schedule();
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long seed() {
        return setup.seed();
    }

    /** Events so far: everything that was taken out of the queue. */
    public long eventCount() {
        return eventCount;
    }

    /** The digest of everything so far. */
    public long digest() {
        return trace.digest();
    }

    @Override
    public Topology topology() {
        return topology;
    }

    /** All nodes, layer by layer. */
    public List<SimNode> nodes() {
        return nodes;
    }

    /**
     * The node of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public SimNode node(NodeId name) {
        return nodes.get(ids.indexOf(name));
    }

    @Override
    public boolean isHealed() {
        return faults.isHealed();
    }

    @Override
    public void after(long delayNanos, Runnable action) {
        queue.add(nowNanos + delayNanos, action);
    }

    /** Lets everything happen up to that moment, which is then now. */
    public void runUntil(long untilNanos) {
        while (queue.nextNanos() <= untilNanos) {
            nowNanos = queue.nextNanos();
            eventCount++;
            queue.take().run();
        }
        nowNanos = untilNanos;
    }

    @Override
    public void request(int client, NodeId to, Transaction transaction, ReplyTaker taker) {
        SimNode node = node(to);
        queue.add(nowNanos + clientLatency(clientBits()), () -> node.execute(client, transaction, taker));
    }

    /** An operator stops a node, empties its disk and starts it again. */
    public void startEmpty(SimNode node) {
        node.crash();
        node.emptyDisk();
        restartLater(node, 0);
    }

    private long clientBits() {
        return Draw.mix(Draw.mix(setup.seed(), CLIENT_STREAM), clientMails++);
    }

    private long clientLatency(long bits) {
        LinkConditions links = network.conditions();
        return links.minNanos() + Draw.exponential(Draw.mix(bits, LATENCY), links.meanNanos());
    }

    // What nodes, network and faults need.

    boolean knows(NodeId name) {
        return ids.has(name);
    }

    void schedule(long atNanos, Runnable action) {
        queue.add(atNanos, action);
    }

    Replica newReplica(NodeId name) {
        return setup.strategy().replica(name, setup.settings());
    }

    SimNetwork network() {
        return network;
    }

    DiskConditions disks() {
        return disks;
    }

    /** Whether nodes may trust what they find in their journal: in a quarter of the seeds they may not. */
    public boolean isSynced() {
        return (Draw.mix(setup.seed(), SYNC_STREAM) & 3) != 0;
    }

    long keepVersions() {
        return setup.keepVersions();
    }

    /** How many clients a snapshot remembers. */
    public int rememberedClients() {
        return setup.strategy().kept(setup.settings()).clients();
    }

    void healDisks() {
        disks = disks.healed();
    }

    boolean permits(Fault fault) {
        return setup.limits().permits(fault, this);
    }

    void restartLater(SimNode node, long delayNanos) {
        faults.restartLater(node, delayNanos);
    }

    List<SimObserver> observers() {
        return observers;
    }

    // What happens, for trace and observers.

    void note(Trace.Kind kind, SimNode node, long content) {
        trace.note(kind, nowNanos, node.index(), content);
    }

    void tell(SimNode node, Supplier<String> text) {
        if (trace.isReadable()) {
            trace.tell(nowNanos, node.id(), text.get());
        }
    }

    void post(Mail mail) {
        note(Trace.Kind.SEND, mail.from, StableHash.add(mail.to.index(), mail.content));
        tell(mail.from, () -> "-> " + mail.to.id() + " " + mail);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).sent(mail.from, mail.to, mail.message, mail.isAnswer());
        }
        if (mail.isAnswer() && mail.answerLost) {
            lost(mail);
        } else {
            network.send(mail);
        }
    }

    void append(SimNode node, List<VersionEntry> entries) {
        for (VersionEntry entry : entries) {
            note(Trace.Kind.APPEND, node, StableHash.of(entry));
            tell(node, () -> "appends " + entry);
        }
        node.disk().append(entries);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).appended(node, entries);
        }
    }

    void replaceLog(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        note(Trace.Kind.APPEND, node, StableHash.add(StableHash.of(snapshot), StableHash.of(entries)));
        tell(node, () -> "replaces its log by a " + snapshot + " and " + entries.size() + " entries");
        node.disk().replace(snapshot, entries);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).replaced(node, snapshot, entries);
        }
    }

    void compacted(SimNode node, Snapshot snapshot) {
        note(Trace.Kind.APPEND, node, StableHash.of(snapshot.version()));
        tell(node, () -> "has a " + snapshot + " in place of its first versions");
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).compacted(node, snapshot);
        }
    }

    void journal(SimNode node, SimJournal.Write write) {
        note(Trace.Kind.JOURNAL, node, StableHash.add(write.replaces() ? 1 : 0, StableHash.of(write.records())));
        tell(node, () -> (write.replaces() ? "rewrites its journal " : "journals ") + write.records());
        node.disk().journal(write);
    }

    void lost(Mail mail) {
        note(Trace.Kind.LOSE, mail.from, mail.content);
        ignored(mail, SimObserver.Ignored.LOST);
    }

    void ignored(Mail mail, SimObserver.Ignored why) {
        note(Trace.Kind.IGNORE, mail.to, StableHash.add(why.ordinal(), mail.content));
        tell(mail.to, () -> "ignores (" + why + ") " + mail.from.id() + " " + mail);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).ignored(mail.from, mail.to, mail.message, why);
        }
    }

    void delivered(Mail mail) {
        note(Trace.Kind.DELIVER, mail.to, StableHash.add(mail.from.index(), mail.content));
        tell(mail.to, () -> "<- " + mail.from.id() + " " + mail);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).delivered(mail.from, mail.to, mail.message, mail.isAnswer());
        }
    }

    void requested(SimNode node, Transaction transaction) {
        note(Trace.Kind.REQUEST, node, StableHash.of(transaction));
        tell(node, () -> "is asked for " + transaction);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).requested(node, transaction);
        }
    }

    void replied(SimNode node, SimClient client, Outcome outcome, long nodeSequence) {
        note(Trace.Kind.REPLY, node, StableHash.add(StableHash.of(client.transaction.id()), StableHash.of(outcome)));
        tell(node, () -> "tells client " + client.client + " " + client.transaction.id() + " " + outcome);
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).replied(node, client.transaction, outcome);
        }
        long bits = clientBits();
        if (!Draw.happens(Draw.mix(bits, LOSS), network.conditions().lostAnswer())) {
            queue.add(nowNanos + clientLatency(bits), () -> client.taker.replied(outcome, nodeSequence));
        }
    }

    void observed(SimNode node, Observation observation) {
        note(Trace.Kind.OBSERVE, node, StableHash.of(observation));
        tell(node, () -> observation.kind() + ": " + observation.text());
        for (int index = 0; index < observers.size(); index++) {
            observers.get(index).observed(node, observation);
        }
    }

    void afterBatch(SimNode node) {
        for (int index = 0; index < invariants.size(); index++) {
            invariants.get(index).afterBatch(node);
        }
    }
}
