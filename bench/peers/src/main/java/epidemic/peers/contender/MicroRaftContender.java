package epidemic.peers.contender;

import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.message.RaftMessage;
import io.microraft.statemachine.StateMachine;
import io.microraft.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Three MicroRaft nodes in this JVM: messages are calls, nothing is stored, updates go to the leader. */
public final class MicroRaftContender implements Contender {
    private static final int PENDING_MAX = 20_000;

    private final Map<RaftEndpoint, RaftNode> nodes = new ConcurrentHashMap<>();
    private volatile RaftNode leader;

    private record Member(String id) implements RaftEndpoint {
        @Override
        public Object getId() {
            return id;
        }
    }

    private record Put(String key, String value) {}

    @Override
    public void start(Setting setting) {
        List<RaftEndpoint> members = new ArrayList<>();
        for (int index = 0; index < Seat.COUNT; index++) {
            members.add(new Member("node-" + index));
        }
        RaftConfig config = RaftConfig.newBuilder()
                .setMaxPendingLogEntryCount(Math.max(PENDING_MAX, setting.outstandingMax()))
                .build();
        for (RaftEndpoint member : members) {
            RaftNode node = RaftNode.newBuilder()
                    .setGroupId("peers")
                    .setLocalEndpoint(member)
                    .setInitialGroupMembers(members)
                    .setConfig(config)
                    .setTransport(new Calls())
                    .setStateMachine(new Store())
                    .build();
            nodes.put(member, node);
        }
        nodes.values().forEach(RaftNode::start);
    }

    @Override
    public void submit(Request request) {
        RaftNode node = leader();
        if (node == null) {
            request.done(false);
            return;
        }
        node.replicate(new Put(request.update().key(), request.update().value()))
                .whenComplete((ordered, problem) -> {
                    if (problem != null) {
                        leader = null;
                    }
                    request.done(problem == null);
                });
    }

    private RaftNode leader() {
        RaftNode known = leader;
        if (known == null) {
            RaftNode any = nodes.values().iterator().next();
            RaftEndpoint endpoint = any.getTerm().getLeaderEndpoint();
            known = endpoint == null ? null : nodes.get(endpoint);
            leader = known;
        }
        return known;
    }

    @Override
    public void close() throws Exception {
        for (RaftNode node : nodes.values()) {
            node.terminate().get(5, TimeUnit.SECONDS);
        }
    }

    private final class Calls implements Transport {
        @Override
        public void send(RaftEndpoint target, RaftMessage message) {
            RaftNode node = nodes.get(target);
            if (node != null) {
                node.handle(message);
            }
        }

        @Override
        public boolean isReachable(RaftEndpoint endpoint) {
            return nodes.containsKey(endpoint);
        }
    }

    /** The replica's map. */
    private static final class Store implements StateMachine {
        private final Map<String, String> values = new HashMap<>();

        @Override
        public Object runOperation(long commitIndex, Object operation) {
            if (operation instanceof Put put) {
                values.put(put.key(), put.value());
            }
            return null;
        }

        @Override
        public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
            chunks.accept(Map.copyOf(values));
        }

        @Override
        public void installSnapshot(long commitIndex, List<Object> chunks) {
            values.clear();
            for (Object chunk : chunks) {
                ((Map<?, ?>) chunk).forEach((key, value) -> values.put((String) key, (String) value));
            }
        }

        @Override
        public Object getNewTermOperation() {
            return "a new term";
        }
    }
}
