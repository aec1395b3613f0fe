package epidemic.peers.contender;

import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** Three ZooKeeper servers, and one client session that sets the data of nodes, which are made beforehand. */
public final class ZooKeeperContender implements Contender {
    private static final int SESSION_MILLIS = 30_000;
    private static final int CREATE_AT_ONCE = 500;
    private static final int CREATE_SECONDS = 60;
    private static final int OUTSTANDING_LIMIT = 10_000;

    private ZooKeeper client;

    @Override
    public void start(Setting setting) throws Exception {
        Seat seat = setting.seat();
        setting.processes().startFrom(0, seat);
        String servers =
                "127.0.0.1:" + seat.port(0, 0) + ",127.0.0.1:" + seat.port(1, 0) + ",127.0.0.1:" + seat.port(2, 0);
        client = new ZooKeeper(servers, SESSION_MILLIS, event -> {});
        createAll(setting.updates().keys());
    }

    /** Tries each again until it is there: the servers elect meanwhile. */
    private void createAll(int keys) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CREATE_SECONDS);
        Semaphore open = new Semaphore(CREATE_AT_ONCE);
        for (int key = 0; key < keys; key++) {
            acquire(open, 1, end);
            create("/" + key, open, end);
        }
        acquire(open, CREATE_AT_ONCE, end);
    }

    private static void acquire(Semaphore open, int permits, long end) throws Exception {
        if (!open.tryAcquire(permits, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("the nodes were not made within " + CREATE_SECONDS + " s");
        }
    }

    private void create(String path, Semaphore open, long end) {
        client.create(
                path,
                new byte[0],
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT,
                (code, failed, context, name) -> {
                    boolean isThere = code == KeeperException.Code.OK.intValue()
                            || code == KeeperException.Code.NODEEXISTS.intValue();
                    if (isThere) {
                        open.release();
                    } else if (System.nanoTime() < end) {
                        create(path, open, end);
                    }
                },
                null);
    }

    @Override
    public void submit(Request request) {
        client.setData(
                "/" + request.update().key(),
                request.update().bytes(),
                -1,
                (code, path, context, stat) -> request.done(code == KeeperException.Code.OK.intValue()),
                null);
    }

    @Override
    public AutoCloseable replica(Seat seat) throws Exception {
        System.setProperty("zookeeper.admin.enableServer", "false");
        System.setProperty("zookeeper.forceSync", seat.storage() == Storage.DURABLE ? "yes" : "no");
        System.setProperty("zookeeper.globalOutstandingLimit", String.valueOf(OUTSTANDING_LIMIT));
        QuorumPeerConfig config = new QuorumPeerConfig();
        config.parseProperties(properties(seat));
        Thread server = new Thread(() -> serve(config), "zookeeper");
        server.setDaemon(true);
        server.start();
        return this;
    }

    private static void serve(QuorumPeerConfig config) {
        try {
            new QuorumPeerMain().runFromConfig(config);
        } catch (Exception | LinkageError problem) {
            problem.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static Properties properties(Seat seat) throws IOException {
        Files.writeString(seat.own().resolve("myid"), String.valueOf(seat.index() + 1));
        Properties properties = new Properties();
        properties.setProperty("dataDir", seat.own().toString());
        properties.setProperty("clientPort", String.valueOf(seat.port(seat.index(), 0)));
        properties.setProperty("clientPortAddress", "127.0.0.1");
        properties.setProperty("tickTime", "1000");
        properties.setProperty("initLimit", "10");
        properties.setProperty("syncLimit", "10");
        properties.setProperty("maxClientCnxns", "0");
        for (int index = 0; index < Seat.COUNT; index++) {
            properties.setProperty(
                    "server." + (index + 1), "127.0.0.1:" + seat.port(index, 1) + ":" + seat.port(index, 2));
        }
        return properties;
    }

    @Override
    public void close() throws InterruptedException {
        if (client != null) {
            client.close(1000);
        }
    }
}
