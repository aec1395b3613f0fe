package epidemic.cli;

import static epidemic.cli.JudgedLoad.pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Each process is in a network namespace of its own, and packets between them vanish. Skipped where namespaces cannot be
 * made.
 */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class NamespacePartitionsTest extends PartitionContract {
    @BeforeAll
    static void skipWithoutNamespaces() {
        Namespaces.assumeUsable();
    }

    @Override
    Network.Cuttable network() {
        return new Namespaces();
    }

    /** A1 hears the others, who hear nothing of it. */
    @Test
    void aCoreNodeThatNobodyHearsIsLeftOut() throws Exception {
        judged(new Namespaces(), "reconfigure", (network, jvms, load) -> {
            network.cutWay("A1", "A2");
            network.cutWay("A1", "A3");
            assertThat(network.passes("A2", "A1")).isTrue();
            jvms.awaitNotServing("A1");
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }

    /** The others hear A1, which hears nothing of them. */
    @Test
    void aCoreNodeThatHearsNobodyIsLeftOut() throws Exception {
        judged(new Namespaces(), "reconfigure", (network, jvms, load) -> {
            network.cutWay("A2", "A1");
            network.cutWay("A3", "A1");
            assertThat(network.passes("A1", "A2")).isTrue();
            jvms.awaitNotServing("A1");
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }

    /** Both see A3, which sees both. */
    @Test
    void theCoreGoesOnWhileTwoOfItDoNotSeeEachOther() throws Exception {
        judged(new Namespaces(), "reconfigure", (network, jvms, load) -> {
            network.cutWay("A1", "A2");
            network.cutWay("A2", "A1");
            assertThat(network.passes("A1", "A2")).isFalse();
            assertThat(network.passes("A2", "A1")).isFalse();
            pass(Duration.ofSeconds(2));
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }

    /** Clients lose it, too. */
    @Test
    void whoseCableIsPulledComesBack() throws Exception {
        judged(new Namespaces(), "reconfigure", (network, jvms, load) -> {
            network.unplug("A3");
            assertThat(network.passes("A3", "A1")).isFalse();
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }
}
