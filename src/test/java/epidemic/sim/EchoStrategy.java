package epidemic.sim;

import epidemic.kernel.Handle;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Three nodes that ask one another at every tick of a timer and write down what they are told: enough to exercise every
 * effect. What each question carries is up to the test.
 */
final class EchoStrategy implements Strategy {
    static final List<NodeId> NODES = List.of(NodeId.of("E1"), NodeId.of("E2"), NodeId.of("E3"));
    static final TimerKey TICK = new TimerKey("tick");
    private static final long TICK_NANOS = 10_000_000;

    private final Function<ReplicaContext, Long> payload;
    final List<EchoReplica> lives = new ArrayList<>();

    record Ping(long payload) implements Message {}

    record Pong(long payload) implements Message {}

    record News(long version) implements Message {}

    EchoStrategy(Function<ReplicaContext, Long> payload) {
        this.payload = payload;
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String summary() {
        return "asks and answers";
    }

    @Override
    public Topology topology(Settings settings) {
        return new Topology(List.of(new Topology.Layer("echo", "none", NODES)), List.of());
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        EchoReplica replica = new EchoReplica(node);
        lives.add(replica);
        return replica;
    }

    /** Counts what happens to it. */
    final class EchoReplica implements Replica, VersionHistory {
        final NodeId self;
        final List<Long> tickNanos = new ArrayList<>();
        final List<Long> wallMillis = new ArrayList<>();
        long version;
        long durable;
        long recovered;
        long answers;
        long silences;
        long questions;
        long news;
        final List<String> heard = new ArrayList<>();
        final List<NodeId> suspected = new ArrayList<>();

        private EchoReplica(NodeId self) {
            this.self = self;
        }

        @Override
        public void recover(VersionEntry entry) {
            version = entry.version();
            recovered = version;
        }

        @Override
        public void onStart(ReplicaContext context) {
            context.setTimer(TICK, TICK_NANOS);
        }

        @Override
        public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
            context.reply(client, new Outcome.Committed(self, 0, version, List.of()));
        }

        @Override
        public void onMessage(NodeId from, Message message, ReplicaContext context) {
            news++;
            heard.add(from + "/" + ((News) message).version());
        }

        @Override
        public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
            questions++;
            context.answer(asker, new Pong(((Ping) question).payload()));
        }

        @Override
        public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
            answers++;
        }

        @Override
        public void onSilence(NodeId to, Message question, ReplicaContext context) {
            silences++;
        }

        @Override
        public void onSuspect(NodeId peer, ReplicaContext context) {
            suspected.add(peer);
        }

        @Override
        public void onTimer(TimerKey key, ReplicaContext context) {
            tickNanos.add(context.nowNanos());
            wallMillis.add(context.wallClockMillis());
            context.setTimer(TICK, TICK_NANOS);
            version++;
            context.append(new VersionEntry(
                    version,
                    new RequestId(self.name(), version),
                    self,
                    0,
                    List.of(new epidemic.kernel.Operation.Write("k", "v" + version))));
            for (NodeId peer : NODES) {
                if (!peer.equals(self)) {
                    context.ask(peer, new Ping(payload.apply(context)), TICK_NANOS / 2);
                    context.send(peer, new News(version));
                }
            }
        }

        @Override
        public void onDurable(long upTo, ReplicaContext context) {
            durable = upTo;
        }

        @Override
        public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {}

        @Override
        public void onBatchEnd(ReplicaContext context) {}

        @Override
        public ReplicaView view(long nowNanos) {
            return new ReplicaView("echo", version, 0, 0, List.of(), true, "", List.of());
        }

        @Override
        public VersionHistory history() {
            return this;
        }

        @Override
        public long version() {
            return version;
        }

        @Override
        public long oldestReadable() {
            return version;
        }

        @Override
        public SortedMap<String, Value> dataAt(long at) {
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
}
