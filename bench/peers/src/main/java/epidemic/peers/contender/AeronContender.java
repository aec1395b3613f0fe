package epidemic.peers.contender;

import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Three Aeron Cluster nodes in processes of their own, each with its media driver, archive and service; one client here,
 * with a media driver, and one thread that offers updates and polls answers. A message is the request's slot and number,
 * then the update; the answer is the slot and number.
 */
public final class AeronContender implements Contender {
    /** Slot and number. */
    static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

    private static final int MESSAGE_BYTES_MAX = 64 * 1024;
    private static final int POLLS_PER_OFFER = 16;
    private static final long KEEP_ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES_MAX]);
    private ManyToOneConcurrentArrayQueue<Request> waiting;
    private AtomicReferenceArray<Request> open;
    private MediaDriver driver;
    private AeronCluster client;
    private Thread loop;
    private volatile boolean closing;

    @Override
    public void start(Setting setting) throws Exception {
        Seat seat = setting.seat();
        setting.processes().startFrom(0, seat);
        waiting = new ManyToOneConcurrentArrayQueue<>(setting.outstandingMax() * 2);
        open = new AtomicReferenceArray<>(setting.outstandingMax());
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(AeronReplica.driverDirectory(seat, "client"))
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy())
                .termBufferSparseFile(true)
                .dirDeleteOnShutdown(true));
        client = AeronCluster.connect(new AeronCluster.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .egressListener((session, timestamp, buffer, offset, length, header) -> answered(buffer, offset))
                .egressChannel("aeron:udp?endpoint=127.0.0.1:0")
                .ingressChannel("aeron:udp")
                .messageTimeoutNs(CONNECT_NANOS)
                .ingressEndpoints(ingressEndpoints(seat)));
        loop = new Thread(this::run, "aeron-client");
        loop.setDaemon(true);
        loop.start();
    }

    private static String ingressEndpoints(Seat seat) {
        StringJoiner endpoints = new StringJoiner(",");
        for (int index = 0; index < Seat.COUNT; index++) {
            endpoints.add(index + "=127.0.0.1:" + seat.port(index, 0));
        }
        return endpoints.toString();
    }

    @Override
    public void submit(Request request) {
        if (!waiting.offer(request)) {
            throw new IllegalStateException("more requests than may be open");
        }
    }

    /** The client's thread: a client of Aeron Cluster is for one thread. */
    private void run() {
        IdleStrategy idle = new BackoffIdleStrategy();
        long keptAlive = System.nanoTime();
        Request next = null;
        while (!closing) {
            int work = client.pollEgress();
            for (int offers = 0; offers < POLLS_PER_OFFER; offers++) {
                next = next == null ? waiting.poll() : next;
                if (next == null || !offer(next)) {
                    break;
                }
                next = null;
                work++;
            }
            long now = System.nanoTime();
            if (now - keptAlive > KEEP_ALIVE_NANOS) {
                keptAlive = now;
                client.sendKeepAlive();
            }
            idle.idle(work);
        }
    }

    private boolean offer(Request request) {
        byte[] encoded = ByteMap.encode(request.update());
        message.putInt(0, request.slot());
        message.putLong(Integer.BYTES, request.number());
        message.putBytes(HEADER_BYTES, encoded);
        open.set(request.slot(), request);
        return client.offer(message, 0, HEADER_BYTES + encoded.length) > 0;
    }

    private void answered(DirectBuffer buffer, int offset) {
        Request request = open.get(buffer.getInt(offset));
        if (request != null && request.number() == buffer.getLong(offset + Integer.BYTES)) {
            request.done(true);
        }
    }

    @Override
    public AutoCloseable replica(Seat seat) {
        return AeronReplica.start(seat);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (loop != null) {
            loop.join(TimeUnit.SECONDS.toMillis(5));
        }
        if (client != null) {
            client.close();
        }
        if (driver != null) {
            driver.close();
        }
    }
}
