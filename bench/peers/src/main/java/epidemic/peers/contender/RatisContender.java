package epidemic.peers.contender;

import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.TimeDuration;

/** Three Apache Ratis servers in processes of their own, and one asynchronous client here. */
public final class RatisContender implements Contender {
    private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(0, 1));
    private static final int OUTSTANDING_MAX = 16_384;

    private static final TimeDuration REQUEST_TIMEOUT = TimeDuration.valueOf(20, TimeUnit.SECONDS);

    private RaftClient client;

    @Override
    public void start(Setting setting) throws Exception {
        setting.processes().startFrom(0, setting.seat());
        RaftProperties properties = new RaftProperties();
        RaftClientConfigKeys.Async.setOutstandingRequestsMax(
                properties, Math.max(OUTSTANDING_MAX, setting.outstandingMax() * 2));
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, REQUEST_TIMEOUT);
        client = RaftClient.newBuilder()
                .setProperties(properties)
                .setRaftGroup(group(setting.seat()))
                .build();
    }

    private static RaftGroup group(Seat seat) {
        List<RaftPeer> peers = new ArrayList<>();
        for (int index = 0; index < Seat.COUNT; index++) {
            peers.add(RaftPeer.newBuilder()
                    .setId("replica-" + index)
                    .setAddress("127.0.0.1:" + seat.port(index, 0))
                    .build());
        }
        return RaftGroup.valueOf(GROUP, peers);
    }

    @Override
    public AutoCloseable replica(Seat seat) throws Exception {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(seat.own().resolve("raft").toFile()));
        RaftServerConfigKeys.Log.setUseMemory(properties, seat.storage() == Storage.MEMORY);
        RaftServerConfigKeys.Write.setElementLimit(properties, OUTSTANDING_MAX);
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
        GrpcConfigKeys.Server.setPort(properties, seat.port(seat.index(), 0));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(group(seat).getPeers().stream()
                        .filter(peer -> peer.getId().toString().equals("replica-" + seat.index()))
                        .findFirst()
                        .orElseThrow()
                        .getId())
                .setGroup(group(seat))
                .setProperties(properties)
                .setStateMachine(new Store())
                .build();
        server.start();
        return server;
    }

    @Override
    public void submit(Request request) {
        Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(ByteMap.encode(request.update())));
        client.async()
                .send(message)
                .whenComplete((reply, problem) -> request.done(problem == null && reply.isSuccess()));
    }

    @Override
    public void close() throws Exception {
        if (client != null) {
            client.close();
        }
    }

    /** The replica's map. */
    private static final class Store extends BaseStateMachine {
        private final ByteMap values = new ByteMap();

        @Override
        public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
            values.apply(transaction.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
            updateLastAppliedTermIndex(
                    transaction.getLogEntry().getTerm(),
                    transaction.getLogEntry().getIndex());
            return CompletableFuture.completedFuture(Message.EMPTY);
        }
    }
}
