package epidemic.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosingLinksTest {
    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "test");

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Closed half, and waits for the other side, as Artery's do. */
    private CompletableFuture<Done> closing(ServerSocket server) {
        return Source.single(ByteString.fromString("the last word"))
                .via(Tcp.get(system).outgoingConnection("127.0.0.1", server.getLocalPort()))
                .runWith(Sink.ignore(), system)
                .toCompletableFuture();
    }

    @Test
    void aLinkWhoseOtherEndStaysOpenIsCut() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Done> link = closing(server);
            try (Socket silent = server.accept()) {
                assertThat(silent.getInputStream().readAllBytes()).hasSize("the last word".length());
                assertThat(link).isNotDone();
                ClosingLinks.cutAfter(system, Duration.ofMillis(1));
                assertThatThrownBy(() -> link.get(20, TimeUnit.SECONDS)).hasMessageContaining("connection");
            }
        }
    }

    @Test
    void aLinkThatIsClosedInTimeIsNot() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Done> link = closing(server);
            ClosingLinks.cutAfter(system, Duration.ofMinutes(1));
            server.accept().close();
            assertThat(link.get(20, TimeUnit.SECONDS)).isEqualTo(Done.getInstance());
        }
    }
}
