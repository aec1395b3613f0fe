package epidemic.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import epidemic.kernel.NodeId;
import epidemic.runtime.tls.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that talk by TLS: whose certificate is of the authority gets in, nobody else does. */
class EncryptedLinksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int READ_MILLIS = 20_000;
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final NodeId A3 = NodeId.of("A3");

    @TempDir
    private Path folder;

    @Test
    void onlyCertificatesOfTheAuthorityGetIn() throws IOException {
        Certificates ours = Certificates.make(folder.resolve("ours"), "A1", "A2", "A3");
        Certificates theirs = Certificates.make(folder.resolve("theirs"), "A3");
        try (Processes processes = new Processes(folder.resolve("data"))) {
            processes.start(A1, processes.seedPort(), folder.resolve("data"), ours.ofCluster("A1"));
            processes.start(A2, 0, folder.resolve("data"), ours.ofCluster("A2"));
            await().atMost(PATIENCE)
                    .until(() -> members(processes, A1) == 2
                            && processes.process(A1).directory().node(A2).isPresent());
            assertThat(answers(ours.as("A2"), processes.seedPort())).isTrue();
            assertThat(answers(ours.asNobody(), processes.seedPort())).isFalse();
            assertThat(answers(asForeign(theirs), processes.seedPort())).isFalse();
            assertThat(answersPlainText(processes.seedPort())).isFalse();

            ClusterNode foreign = processes.start(
                    A3,
                    0,
                    folder.resolve("other"),
                    foreignSettings(ours, theirs).toArray(String[]::new));
            await().during(Duration.ofSeconds(4))
                    .atMost(PATIENCE)
                    .until(() -> members(processes, A1) == 2
                            && !foreign.established().isDone());

            processes.stop(A3);
            processes.start(A3, 0, folder.resolve("data"), ours.ofCluster("A3"));
            processes.awaitServing(Processes.CORE);
        }
    }

    private static int members(Processes processes, NodeId at) {
        int members = 0;
        for (Object member : Cluster.get(processes.process(at).system()).state().getMembers()) {
            members += member == null ? 0 : 1;
        }
        return members;
    }

    /** Shows a certificate of another authority, and would believe ours. */
    private static List<String> foreignSettings(Certificates ours, Certificates theirs) {
        return List.of(
                "cluster.tls.enabled=true",
                "cluster.tls.key-store=" + theirs.store("A3"),
                "cluster.tls.key-store-password=" + Certificates.PASSWORD,
                "cluster.tls.trust-store=" + ours.authority());
    }

    private static SSLContext asForeign(Certificates theirs) {
        return theirs.as("A3");
    }

    /** Whether a port goes on talking with somebody after the handshake. */
    private static boolean answers(SSLContext who, int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) who.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            socket.startHandshake();
            Throwable refused = catchThrowable(() -> socket.getInputStream().read());
            return refused instanceof java.net.SocketTimeoutException;
        } catch (SSLException refused) {
            return false;
        }
    }

    private static boolean answersPlainText(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream().write("AKKA\001".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return answer.length > 0 && answer[0] != 0x15;
        } catch (IOException closed) {
            return closed instanceof java.net.SocketTimeoutException;
        }
    }
}
