package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The network that other tests trust to be cut is cut, and nothing else is. Skipped where namespaces cannot be made. */
class NamespacesTest {
    @BeforeAll
    static void skipWithoutNamespaces() {
        Namespaces.assumeUsable();
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void waysAreCutSinglyAndHealed() {
        try (Namespaces network = new Namespaces()) {
            network.cutWay("A1", "A2");
            assertThat(network.passes("A1", "A2")).isFalse();
            assertThat(network.passes("A2", "A1")).isTrue();
            assertThat(network.passes("A1", "A3")).isTrue();
            network.heal();
            assertThat(network.passes("A1", "A2")).isTrue();
        }
    }

    @Test
    void groupsLoseEachOtherAndNobodyElse() {
        try (Namespaces network = new Namespaces()) {
            network.split(List.of(List.of("A1"), List.of("A2", "A3")));
            assertThat(network.passes("A1", "A3")).isFalse();
            assertThat(network.passes("A2", "A1")).isFalse();
            assertThat(network.passes("A2", "A3")).isTrue();
            assertThat(network.passes("B1", "A1")).isTrue();
        }
    }

    @Test
    void whoIsUnpluggedReachesNobodyUntilItIsHealed() {
        try (Namespaces network = new Namespaces()) {
            network.unplug("B1");
            assertThat(network.passes("B1", "A1")).isFalse();
            assertThat(network.passes("A1", "B1")).isFalse();
            network.heal();
            assertThat(network.passes("B1", "A1")).isTrue();
        }
    }

    /** Also those of a process that was killed, with what still runs in them. */
    @Test
    void nothingIsLeftBehind() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        String stale = "ep" + gone.pid() + "x0-A1";
        said("ip", "netns", "add", stale);
        said("ip", "link", "add", stale, "type", "veth", "peer", "name", "eth0", "netns", stale);
        Process orphan = new ProcessBuilder("ip", "netns", "exec", stale, "sleep", "600").start();
        String own = "ep" + ProcessHandle.current().pid() + "x";
        try (Namespaces network = new Namespaces()) {
            assertThat(said("ip", "netns", "list")).contains(own).doesNotContain(stale);
            assertThat(said("ip", "-o", "link")).contains(own).doesNotContain(stale);
            assertThat(orphan.waitFor()).isNotZero();
            assertThat(network.passes("A1", "A2")).isTrue();
        }
        assertThat(said("ip", "netns", "list")).doesNotContain(own);
        assertThat(said("ip", "-o", "link")).doesNotContain(own);
    }
}
