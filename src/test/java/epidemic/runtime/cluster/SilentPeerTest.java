package epidemic.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import epidemic.cli.Wires;
import epidemic.contract.Nightly;
import epidemic.kernel.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        try (Wires wires = new Wires();
                Processes processes = new Processes(data)) {
            ClusterNode a1 = start(processes, wires, A1);
            ClusterNode a2 = start(processes, wires, A2);
            await().atMost(PATIENCE)
                    .until(() -> a1.directory().node(A2).isPresent()
                            && a2.directory().node(A1).isPresent());
            wires.split(List.of(List.of(A1.name()), List.of(A2.name())));
            a2.system().getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(a2.wasPutOut()).isTrue();
        }
    }

    private ClusterNode start(Processes processes, Wires wires, NodeId node) {
        String name = node.name();
        return processes.start(
                node,
                wires.port(name),
                data,
                "cluster.seeds=\"" + wires.host(A1.name()) + ":" + wires.port(A1.name()) + "\"",
                "cluster.stable-after=2s",
                "cluster.host=" + wires.host(name),
                "cluster.bind-host=" + wires.bindHost(name),
                "pekko.remote.artery.advanced.tcp.outbound-client-hostname=" + wires.bindHost(name));
    }
}
