package epidemic.peers.contender;

import epidemic.peers.Seat;
import epidemic.peers.Storage;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;

/** One node of Aeron Cluster: media driver, archive, consensus module and the service with the map. */
final class AeronReplica {
    private static final long ELECTION_NANOS = TimeUnit.SECONDS.toNanos(1);

    private AeronReplica() {}

    static String driverDirectory(Seat seat, String name) {
        return seat.shared().resolve("aeron-" + name).toString();
    }

    static AutoCloseable start(Seat seat) {
        int syncLevel = seat.storage() == Storage.DURABLE ? 1 : 0;
        String aeron = driverDirectory(seat, String.valueOf(seat.index()));
        AeronArchive.Context local = new AeronArchive.Context()
                .aeronDirectoryName(aeron)
                .controlRequestChannel("aeron:ipc")
                .controlResponseChannel("aeron:ipc");
        ClusteredMediaDriver node = ClusteredMediaDriver.launch(
                driver(aeron), archive(seat, aeron, syncLevel), consensus(seat, aeron, syncLevel, local.clone()));
        ClusteredServiceContainer service = ClusteredServiceContainer.launch(new ClusteredServiceContainer.Context()
                .aeronDirectoryName(aeron)
                .archiveContext(local.clone())
                .clusterDir(seat.own().resolve("cluster").toFile())
                .idleStrategySupplier(BackoffIdleStrategy::new)
                .clusteredService(new Store()));
        return () -> {
            service.close();
            node.close();
        };
    }

    private static MediaDriver.Context driver(String aeron) {
        return new MediaDriver.Context()
                .aeronDirectoryName(aeron)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy())
                .termBufferSparseFile(true)
                .dirDeleteOnShutdown(true);
    }

    private static Archive.Context archive(Seat seat, String aeron, int syncLevel) {
        return new Archive.Context()
                .aeronDirectoryName(aeron)
                .archiveDir(seat.own().resolve("archive").toFile())
                .controlChannel("aeron:udp?endpoint=127.0.0.1:" + seat.port(seat.index(), 4))
                .localControlChannel("aeron:ipc")
                .replicationChannel("aeron:udp?endpoint=127.0.0.1:0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(BackoffIdleStrategy::new)
                .catalogFileSyncLevel(syncLevel)
                .fileSyncLevel(syncLevel);
    }

    private static ConsensusModule.Context consensus(
            Seat seat, String aeron, int syncLevel, AeronArchive.Context archive) {
        return new ConsensusModule.Context()
                .aeronDirectoryName(aeron)
                .clusterMemberId(seat.index())
                .clusterMembers(members(seat))
                .clusterDir(seat.own().resolve("cluster").toFile())
                .archiveContext(archive)
                .ingressChannel("aeron:udp?term-length=2m")
                .logChannel("aeron:udp?term-length=16m")
                .replicationChannel("aeron:udp?endpoint=127.0.0.1:0")
                .leaderHeartbeatTimeoutNs(ELECTION_NANOS * 2)
                .startupCanvassTimeoutNs(ELECTION_NANOS * 4)
                .electionTimeoutNs(ELECTION_NANOS)
                .idleStrategySupplier(BackoffIdleStrategy::new)
                .fileSyncLevel(syncLevel);
    }

    /** For each member: ingress, consensus, log, catch-up and archive. */
    private static String members(Seat seat) {
        StringBuilder members = new StringBuilder();
        for (int index = 0; index < Seat.COUNT; index++) {
            StringJoiner member = new StringJoiner(",");
            member.add(String.valueOf(index));
            for (int port = 0; port < 5; port++) {
                member.add("127.0.0.1:" + seat.port(index, port));
            }
            members.append(member).append('|');
        }
        return members.toString();
    }

    /** The replica's map, and the answers of the leader. */
    private static final class Store implements ClusteredService {
        private final ByteMap values = new ByteMap();
        private Cluster cluster;

        @Override
        public void onStart(Cluster started, Image snapshot) {
            cluster = started;
        }

        @Override
        public void onSessionMessage(
                ClientSession session, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
            byte[] encoded = new byte[length - AeronContender.HEADER_BYTES];
            buffer.getBytes(offset + AeronContender.HEADER_BYTES, encoded);
            values.apply(ByteBuffer.wrap(encoded));
            while (session != null && session.offer(buffer, offset, AeronContender.HEADER_BYTES) < 0) {
                if (session.isClosing()) {
                    return;
                }
                cluster.idleStrategy().idle();
            }
        }

        @Override
        public void onSessionOpen(ClientSession session, long timestamp) {}

        @Override
        public void onSessionClose(ClientSession session, long timestamp, CloseReason reason) {}

        @Override
        public void onTimerEvent(long id, long timestamp) {}

        @Override
        public void onTakeSnapshot(ExclusivePublication publication) {}

        @Override
        public void onRoleChange(Cluster.Role role) {}

        @Override
        public void onTerminate(Cluster ending) {}
    }
}
