package epidemic.peers.contender;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * SOFA-JRaft as a library is used: the load is in the process of replica 0, which is made leader by its priority; the other
 * replicas are processes of their own.
 */
public final class JRaftContender implements Contender {
    private static final String GROUP = "peers";
    private static final int ELECTION_TIMEOUT_MILLIS = 1_000;
    private static final int LEADER_PRIORITY = 100;

    private RaftGroupService service;
    private Node node;

    @Override
    public void start(Setting setting) throws Exception {
        setting.processes().startFrom(1, setting.seat());
        replica(setting.seat());
    }

    @Override
    public AutoCloseable replica(Seat seat) throws IOException {
        RaftOptions raft = new RaftOptions();
        raft.setSync(seat.storage() == Storage.DURABLE);
        NodeOptions options = new NodeOptions();
        options.setElectionTimeoutMs(ELECTION_TIMEOUT_MILLIS);
        options.setElectionPriority(peer(seat, seat.index()).getPriority());
        options.setFsm(new Store());
        options.setRaftOptions(raft);
        options.setInitialConf(members(seat));
        options.setLogUri(seat.own().resolve("log").toString());
        options.setRaftMetaUri(seat.own().resolve("meta").toString());
        if (seat.storage() == Storage.MEMORY) {
            options.setServiceFactory(new MemoryFactory());
        }
        service = new RaftGroupService(GROUP, peer(seat, seat.index()), options);
        node = service.start();
        if (node == null) {
            throw new IOException("SOFA-JRaft did not start");
        }
        return this;
    }

    private static Configuration members(Seat seat) {
        Configuration members = new Configuration();
        for (int index = 0; index < Seat.COUNT; index++) {
            members.addPeer(peer(seat, index));
        }
        return members;
    }

    /** A priority of 0 never stands for election. */
    private static PeerId peer(Seat seat, int index) {
        return new PeerId("127.0.0.1", seat.port(index, 0), 0, index == 0 ? LEADER_PRIORITY : 0);
    }

    @Override
    public void submit(Request request) {
        node.apply(new Task(ByteBuffer.wrap(ByteMap.encode(request.update())), status -> request.done(status.isOk())));
    }

    @Override
    public void close() {
        if (service != null) {
            service.shutdown();
        }
    }

    /** The replica's map. */
    private static final class Store extends StateMachineAdapter {
        private final ByteMap values = new ByteMap();

        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                values.apply(entries.getData().duplicate());
                if (entries.done() != null) {
                    entries.done().run(Status.OK());
                }
                entries.next();
            }
        }
    }

    private static final class MemoryFactory extends DefaultJRaftServiceFactory {
        @Override
        public LogStorage createLogStorage(String uri, RaftOptions options) {
            return new JRaftMemoryLog();
        }
    }
}
