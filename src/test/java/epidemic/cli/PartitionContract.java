package epidemic.cli;

import static epidemic.cli.JudgedLoad.ALL;
import static epidemic.cli.JudgedLoad.pass;
import static epidemic.cli.JudgedLoad.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seven JVMs under load while the network between them is cut, their histories judged. Each test takes about a minute, so its
 * classes run with {@code -Pprocesses} only: the condition stands at each, as it is not inherited.
 */
abstract class PartitionContract {
    static final List<String> CORE = List.of("A1", "A2", "A3");
    static final List<String> OTHERS = ALL.subList(1, ALL.size());
    static final List<String> LAYERS = List.of("B1", "B2", "C1", "C2");

    @TempDir
    private Path folder;

    /** A new one, whole. */
    abstract Network.Cuttable network();

    /** What happens to processes while load runs on them. */
    interface Story<N extends Network> {
        void happens(N network, Jvms jvms, JudgedLoad load) throws Exception;
    }

    /** All seven serve, then it happens, then all serve again and the history is judged. */
    final <N extends Network> void judged(N network, String onFailure, Story<N> story) throws Exception {
        judged(network, settings(onFailure), story);
    }

    private <N extends Network> void judged(N network, String[] settings, Story<N> story) throws Exception {
        try (Jvms jvms = new Jvms(folder, network, settings)) {
            jvms.startAll(ALL);
            try (JudgedLoad load = new JudgedLoad(jvms, folder)) {
                load.awaitUpdates(50);
                story.happens(network, jvms, load);
                jvms.awaitServing(ALL);
                load.awaitUpdates(30);
                load.judge();
            }
        }
    }

    @Test
    void twoOfThreeGoOnWhileTheyAreCutFromTheThird() throws Exception {
        judged(network(), "reconfigure", (network, jvms, load) -> {
            network.split(List.of(List.of("A1"), List.of("A2", "A3")));
            jvms.awaitNotServing("A1");
            load.awaitUpdates(50);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }

    @Test
    void nobodyGoesOnAloneAndAllComeBackTogether() throws Exception {
        judged(network(), "reconfigure", (network, jvms, load) -> {
            network.split(List.of(List.of("A1"), List.of("A2"), List.of("A3")));
            CORE.forEach(jvms::awaitNotServing);
            pass(Duration.ofSeconds(10));
            network.heal();
        });
    }

    /** Longer than {@code cluster.stable-after}: the cluster puts A1 out, which starts anew and comes back. */
    @Test
    void whomTheClusterPutsOutStartsAnewAndComesBack() throws Exception {
        String[] settings = Stream.concat(Stream.of(settings("reconfigure")), Stream.of("cluster.stable-after=5s"))
                .toArray(String[]::new);
        judged(network(), settings, (network, jvms, load) -> {
            network.split(List.of(List.of("A1"), OTHERS));
            jvms.awaitNotServing("A1");
            jvms.awaitSaid("A1", "it starts anew and joins again");
            load.awaitUpdates(50);
            network.heal();
        });
    }

    @Test
    void whoRefusesWhileTheCoreIsCutServesWhenItIsHealed() throws Exception {
        judged(network(), "refuse", (network, jvms, load) -> {
            network.split(List.of(List.of("A3"), List.of("A1", "A2")));
            CORE.forEach(jvms::awaitNotServing);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }

    @Test
    void layersCutOffFromTheCoreCatchUp() throws Exception {
        judged(network(), "reconfigure", (network, jvms, load) -> {
            network.split(List.of(CORE, LAYERS));
            load.awaitUpdates(100);
            assertThat(jvms.versionOf("B1")).isLessThan(jvms.versionOf("A1") - 50);
            pass(Duration.ofSeconds(8));
            network.heal();
        });
    }
}
