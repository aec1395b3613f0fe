package epidemic.cli;

import static epidemic.cli.JudgedLoad.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seven JVMs under load and faults, their histories judged. With {@code -Pprocesses}; about eight minutes, each test about
 * one.
 */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class ProcessFaultsTest {
    private static final String RECONFIGURE = "layered.core.on-failure=reconfigure";
    private static final String REFUSE = "layered.core.on-failure=refuse";
    private static final List<String> CORE = List.of("A1", "A2", "A3");
    private static final List<String> LAYERS = List.of("B1", "B2", "C1", "C2");

    @TempDir
    private Path folder;

    private static void startAll(Jvms jvms) {
        long seed = System.nanoTime();
        System.out.println("start order of seed " + seed);
        List<String> order = new ArrayList<>(ALL);
        Collections.shuffle(order, new Random(seed));
        order.forEach(jvms::start);
        jvms.awaitServing(ALL);
    }

    private static String[] settings(String onFailure) {
        return new String[] {
            onFailure, "layered.layer2.interval=500ms", "layered.layer1.flush-after=500ms", "storage.sync=batch"
        };
    }

    /** That a fault is there: the process itself says that its node does not serve. */
    private static void awaitNotServing(Jvms jvms, String node) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        !jvms.get(node, "/api/nodes/" + node).path("serving").asBoolean());
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() - end > 0);
    }

    @Test
    void everyNodeInTurnIsKilledAndComesBack() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
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

    /** Longer than leases last, and than its peers wait: they go on without it. What it answers afterwards is judged. */
    @Test
    void aFrozenCoreNodeServesNothingStaleWhenItGoesOn() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            load.awaitUpdates(50);
            jvms.pause("A2");
            pass(Duration.ofSeconds(15));
            load.awaitUpdates(50);
            jvms.resume("A2");
            jvms.awaitServing(ALL);
            load.awaitUpdates(50);
            load.judge();
        }
    }

    @Test
    void twoOfThreeGoOnWhileTheWiresAreCut() throws Exception {
        try (Wires wires = new Wires();
                Jvms jvms = new Jvms(folder, wires, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            load.awaitUpdates(50);
            wires.split(List.of(List.of("A1"), List.of("A2", "A3")));
            awaitNotServing(jvms, "A1");
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(8));
            wires.heal();
            jvms.awaitServing(ALL);
            load.awaitUpdates(30);
            load.judge();
        }
    }

    /** Longer than {@code cluster.stable-after}: the cluster puts processes out, and they come back. */
    @Test
    void nobodyGoesOnAloneAndAllComeBackTogether() throws Exception {
        try (Wires wires = new Wires();
                Jvms jvms = new Jvms(folder, wires, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            load.awaitUpdates(50);
            wires.split(List.of(List.of("A1"), List.of("A2"), List.of("A3")));
            for (String node : CORE) {
                awaitNotServing(jvms, node);
            }
            pass(Duration.ofSeconds(10));
            wires.heal();
            jvms.awaitServing(ALL);
            load.awaitUpdates(20);
            load.judge();
        }
    }

    @Test
    void whoRefusesWhileAWireIsCutServesWhenItIsHealed() throws Exception {
        try (Wires wires = new Wires();
                Jvms jvms = new Jvms(folder, wires, settings(REFUSE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            load.awaitUpdates(50);
            wires.split(List.of(List.of("A3"), List.of("A1", "A2")));
            pass(Duration.ofSeconds(8));
            wires.heal();
            jvms.awaitServing(ALL);
            load.awaitUpdates(50);
            load.judge();
        }
    }

    @Test
    void layersCutOffFromTheCoreCatchUp() throws Exception {
        try (Wires wires = new Wires();
                Jvms jvms = new Jvms(folder, wires, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            load.awaitUpdates(50);
            wires.split(List.of(CORE, LAYERS));
            load.awaitUpdates(100);
            assertThat(jvms.versionOf("B1")).isLessThan(jvms.versionOf("A1") - 50);
            pass(Duration.ofSeconds(8));
            wires.heal();
            jvms.awaitServing(ALL);
            load.awaitUpdates(30);
            load.judge();
        }
    }

    /** The second way to cut links: by the faults that every process takes. */
    @Test
    void linksThatAreCutOnPurposeAreCutInAllProcesses() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            load.awaitUpdates(50);
            jvms.faults("C1", "{\"isolate\":\"A1\"}");
            awaitNotServing(jvms, "A1");
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(5));
            jvms.faults("B2", "{\"heal\":\"all\"}");
            jvms.awaitServing(ALL);
            load.awaitUpdates(30);
            load.judge();
        }
    }

    /** How long no update at all is committed, docs/operations.md says. */
    @Test
    void aRollingRestartIsHardlySeen() throws Exception {
        try (Jvms jvms = new Jvms(folder, settings(RECONFIGURE))) {
            startAll(jvms);
            JudgedLoad load = new JudgedLoad(jvms, folder);
            for (String node : ALL) {
                load.awaitUpdates(30);
                assertThat(jvms.stop(node)).isEqualTo(143);
                jvms.start(node);
                jvms.awaitServing(ALL);
            }
            load.judge();
            System.out.println("longest time without a committed update: " + load.longestSilence());
            assertThat(load.longestSilence()).isLessThan(Duration.ofSeconds(5));
        }
    }
}
