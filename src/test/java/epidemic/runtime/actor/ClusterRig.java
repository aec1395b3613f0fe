package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.protocol.layered.LayeredStrategy;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** The seven nodes of {@code layered} in actors, on files. */
final class ClusterRig {
    static final List<NodeId> CORE = List.of(NodeId.of("A1"), NodeId.of("A2"), NodeId.of("A3"));
    static final List<NodeId> ALL =
            new LayeredStrategy().topology(MapSettings.layered()).nodes();
    static final Config QUIET = ConfigFactory.parseString(
            "pekko.stdout-loglevel = OFF, pekko.loglevel = OFF, pekko.log-dead-letters = off");

    private final ActorTestKit kit;
    private final Path data;
    final NodeDirectory directory = new NodeDirectory();
    final ActorRef<LocalCluster.Command> cluster;
    private final TestProbe<NodeStatus> statuses;
    private long requests;

    ClusterRig(ActorTestKit kit, Path data, NodeClock clock, MapSettings settings) {
        this.kit = kit;
        this.data = data;
        this.statuses = kit.createTestProbe();
        LayeredStrategy strategy = new LayeredStrategy();
        cluster = kit.spawn(LocalCluster.create(new LocalCluster.Setup(
                strategy.topology(settings),
                node -> strategy.replica(node, settings),
                strategy.codec(),
                data,
                StoragePolicy.of(SyncMode.NEVER),
                directory,
                clock,
                NodeObserver.NONE,
                1,
                DispatcherSelector.defaultDispatcher(),
                DispatcherSelector.blocking())));
    }

    void crash(NodeId node) {
        cluster.tell(new LocalCluster.Crash(node));
    }

    void restart(NodeId node) {
        cluster.tell(new LocalCluster.Restart(node));
    }

    boolean isStopped(NodeId node) {
        return directory.node(node).isEmpty();
    }

    /** The node's status; empty while it is stopped. */
    Optional<NodeStatus> status(NodeId node) {
        Optional<ActorRef<NodeCall>> actor = directory.node(node);
        if (actor.isEmpty()) {
            return Optional.empty();
        }
        actor.get().tell(new NodeCall.GetStatus(0, 0, statuses.ref()));
        NodeStatus status = statuses.receiveMessage();
        while (!status.node().equals(node)) {
            status = statuses.receiveMessage();
        }
        return Optional.of(status);
    }

    long version(NodeId node) {
        return status(node).map(status -> status.view().version()).orElse(-1L);
    }

    boolean coreServes() {
        return CORE.stream()
                .allMatch(node -> status(node)
                        .map(status -> status.state() == NodeStatus.State.UP
                                && status.view().serving())
                        .orElse(false));
    }

    Outcome write(NodeId node, String key, String value) {
        requests++;
        return execute(
                node, new Transaction(new RequestId("rig", requests), 0, List.of(new Operation.Write(key, value))));
    }

    Outcome execute(NodeId node, Transaction transaction) {
        TestProbe<NodeCall.Executed> probe = kit.createTestProbe();
        directory.node(node).orElseThrow().tell(new NodeCall.Execute(transaction, probe.ref()));
        Outcome outcome = probe.receiveMessage(Duration.ofSeconds(20)).outcome();
        probe.stop();
        return outcome;
    }

    byte[] log(NodeId node) {
        try {
            Path file = data.resolve(node.name()).resolve("versions.jsonl");
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int lines(NodeId node) {
        int lines = 0;
        for (byte character : log(node)) {
            lines += character == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Once A1's log has what the others have: logs follow the journals, each at its own pace. */
    void assertPrefixesOfA1() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ALL.stream().noneMatch(node -> log(node).length > log(CORE.get(0)).length));
        byte[] order = log(CORE.get(0));
        for (NodeId node : ALL) {
            byte[] log = log(node);
            assertThat(log.length).as("%s", node).isLessThanOrEqualTo(order.length);
            assertThat(java.util.Arrays.mismatch(log, java.util.Arrays.copyOf(order, log.length)))
                    .as("first byte in which %s differs from A1", node)
                    .isEqualTo(-1);
        }
    }
}
