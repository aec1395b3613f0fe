package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.protocol.layered.LayeredStrategy;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import epidemic.runtime.storage.VersionLogActor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes of layered, spawned one by one in somebody's own actor system. */
class LayeredNodesTest {
    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("pekko.loglevel = WARNING").withFallback(ConfigFactory.load()));
    private final Settings settings = MapSettings.layered();
    private final NodeDirectory directory = new NodeDirectory();

    @TempDir
    Path data;

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void behaviourIsChosenByLayer() {
        List.of("A1", "A2", "A3").forEach(name -> spawn(name, LayeredNodes.core(setup(name), settings)));
        List.of("B1", "B2").forEach(name -> spawn(name, LayeredNodes.layer1(setup(name), settings)));
        List.of("C1", "C2").forEach(name -> spawn(name, LayeredNodes.layer2(setup(name), settings)));
        TestProbe<NodeCall.Executed> client = kit.createTestProbe();
        client.awaitAssert(Duration.ofSeconds(10), () -> {
            execute("A2", new Operation.Write("1", "a"), 0, client);
            assertThat(client.receiveMessage().outcome()).isInstanceOf(Outcome.Committed.class);
            return null;
        });
        client.awaitAssert(Duration.ofSeconds(10), () -> {
            execute("B1", new Operation.Read("1"), 1, client);
            assertThat(client.receiveMessage().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Committed.class,
                            read -> assertThat(read.version()).isZero());
            return null;
        });
        client.awaitAssert(Duration.ofSeconds(10), () -> {
            execute("C2", new Operation.Read("1"), 2, client);
            assertThat(client.receiveMessage().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Committed.class,
                            read -> assertThat(read.layer()).isEqualTo(2));
            return null;
        });
    }

    @Test
    void aNodeOfAnotherLayerIsRefused() {
        assertThatThrownBy(() -> LayeredNodes.core(setup("B1"), settings)).hasMessageContaining("B1 is not of layer 0");
        assertThatThrownBy(() -> LayeredNodes.layer2(setup("Z9"), settings))
                .hasMessageContaining("Z9 is not of layer 2");
    }

    private void spawn(String name, Behavior<NodeCall> behavior) {
        directory.started(NodeId.of(name), kit.spawn(behavior, name));
    }

    private NodeSetup setup(String name) {
        NodeId node = NodeId.of(name);
        ActorRef<DiskCall> log = kit.spawn(
                VersionLogActor.create(data, node, StoragePolicy.of(SyncMode.NEVER), new LayeredStrategy().codec()));
        return new NodeSetup(node, log, directory, NodeClock.system(), NodeObserver.NONE, 1, 1, false);
    }

    private void execute(String node, Operation operation, int layer, TestProbe<NodeCall.Executed> client) {
        Transaction transaction = new Transaction(new RequestId("test", 1), layer, List.of(operation));
        directory.node(NodeId.of(node)).orElseThrow().tell(new NodeCall.Execute(transaction, client.ref()));
    }
}
