package epidemic.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import epidemic.contract.Nightly;
import epidemic.kernel.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links whose other end does not say anything any more, as behind a network that is cut. */
class SilentPeerTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path data;

    /** Whether Artery closes a link in order, and waits, or at once, is a race: without {@link ClosingLinks} it fails at times. */
    @Test
    void aProcessThatIsPutOutStopsThoughNobodyAnswersWhenItClosesItsLinks() throws Exception {
        assumeTrue(Nightly.isOn(), "takes ten seconds");
        int port = Processes.freePort();
        String[] settings = {"cluster.seeds=\"127.0.1.1:" + port + "\"", "cluster.stable-after=2s"};
        try (Wire first = new Wire("127.0.1.1", "127.0.2.1", port);
                Wire second = new Wire("127.0.1.2", "127.0.2.2", port);
                Processes processes = new Processes(data, settings)) {
            ClusterNode a1 = processes.start(A1, port, data, "cluster.host=127.0.1.1", "cluster.bind-host=127.0.2.1");
            ClusterNode a2 = processes.start(A2, port, data, "cluster.host=127.0.1.2", "cluster.bind-host=127.0.2.2");
            await().atMost(PATIENCE)
                    .until(() -> a1.directory().node(A2).isPresent()
                            && a2.directory().node(A1).isPresent());
            first.cut();
            second.cut();
            a2.system().getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(a2.wasPutOut()).isTrue();
        }
    }

    /** In front of a process; once it is cut it keeps what comes, and both ends stay open. */
    private static final class Wire implements AutoCloseable {
        private final ServerSocket front;
        private final String behind;
        private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile boolean isCut;

        Wire(String place, String behind, int port) throws IOException {
            this.front = new ServerSocket(port, 50, InetAddress.getByName(place));
            this.behind = behind;
            begin(this::accept);
        }

        private interface Work {
            void run() throws IOException, InterruptedException;
        }

        private static void begin(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException | InterruptedException ended) {
                    // The other end is closed, or the wire is.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() throws IOException, InterruptedException {
            while (true) {
                Socket caller = front.accept();
                Socket called = new Socket(behind, front.getLocalPort());
                sockets.addAll(List.of(caller, called));
                begin(() -> carry(caller.getInputStream(), called.getOutputStream()));
                begin(() -> carry(called.getInputStream(), caller.getOutputStream()));
            }
        }

        private void carry(InputStream from, OutputStream to) throws IOException, InterruptedException {
            byte[] buffer = new byte[16 << 10];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                if (isCut) {
                    closed.await();
                }
                to.write(buffer, 0, count);
            }
            if (isCut) {
                closed.await();
            }
            to.close();
        }

        void cut() {
            isCut = true;
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            front.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
