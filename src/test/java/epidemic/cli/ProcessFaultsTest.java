package epidemic.cli;

import static epidemic.cli.JudgedLoad.ALL;
import static epidemic.cli.JudgedLoad.pass;
import static epidemic.cli.JudgedLoad.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seven JVMs under load and faults, their histories judged. With {@code -Pprocesses}; about five minutes, each test about
 * one.
 */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class ProcessFaultsTest {
    @TempDir
    private Path folder;

    @Test
    void everyNodeInTurnIsKilledAndComesBack() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings("reconfigure"))) {
            jvms.startAll(ALL);
            try (JudgedLoad load = new JudgedLoad(jvms, folder)) {
                for (String node : ALL) {
                    load.awaitUpdates(30);
                    jvms.kill(node);
                    load.awaitUpdates(30);
                    jvms.start(node);
                    jvms.awaitServing(ALL);
                }
                load.judge();
            }
        }
    }

    /** Longer than leases last, and than its peers wait: they go on without it. What it answers afterwards is judged. */
    @Test
    void aFrozenCoreNodeServesNothingStaleWhenItGoesOn() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings("reconfigure"))) {
            jvms.startAll(ALL);
            try (JudgedLoad load = new JudgedLoad(jvms, folder)) {
                load.awaitUpdates(50);
                jvms.pause("A2");
                pass(Duration.ofSeconds(15));
                load.awaitUpdates(50);
                jvms.resume("A2");
                jvms.awaitServing(ALL);
                long goesOnNanos = load.writtenNanos();
                load.awaitUpdates(50);
                load.judge();
                assertThat(load.readsAt("A2", goesOnNanos)).isPositive();
            }
        }
    }

    /** Cut by the faults that every process takes; by the network: {@link PartitionContract}. */
    @Test
    void linksThatAreCutOnPurposeAreCutInAllProcesses() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings("reconfigure"))) {
            jvms.startAll(ALL);
            try (JudgedLoad load = new JudgedLoad(jvms, folder)) {
                load.awaitUpdates(50);
                jvms.faults("C1", "{\"isolate\":\"A1\"}");
                jvms.awaitNotServing("A1");
                load.awaitUpdates(50);
                pass(Duration.ofSeconds(5));
                jvms.faults("B2", "{\"heal\":\"all\"}");
                jvms.awaitServing(ALL);
                load.awaitUpdates(30);
                load.judge();
            }
        }
    }

    /** How long no update at all is committed, docs/operations.md says. */
    @Test
    void aRollingRestartIsHardlySeen() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings("reconfigure"))) {
            jvms.startAll(ALL);
            try (JudgedLoad load = new JudgedLoad(jvms, folder)) {
                for (String node : ALL) {
                    load.awaitUpdates(30);
                    assertThat(jvms.stop(node)).isEqualTo(143);
                    jvms.start(node);
                    jvms.awaitServing(ALL);
                }
                load.awaitUpdates(30);
                load.judge();
                System.out.println("longest time without a committed update: " + load.longestSilence());
                assertThat(load.longestSilence()).isLessThan(Duration.ofSeconds(5));
            }
        }
    }
}
