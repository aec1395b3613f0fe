package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.SyncMode;
import epidemic.runtime.storage.VersionLogFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code node} says when it cannot begin. */
class NodeCommandTest {
    @TempDir
    private Path data;

    private String refusal(String... arguments) {
        List<String> all = new ArrayList<>(List.of("node"));
        all.addAll(List.of(arguments));
        if (!all.contains("--data")) {
            all.addAll(List.of("--data", data.toString()));
        }
        return CommandRun.wrongUsage(all.toArray(String[]::new)).strip();
    }

    @Test
    void namesAreThoseOfTheTopology() {
        assertThat(refusal("A4"))
                .isEqualTo("epidemic: no node 'A4': the strategy is layered, of which one of"
                        + " [A1, A2, A3, B1, B2, C1, C2] is allowed; --strategy NAME chooses another strategy");
        assertThat(refusal("A1", "--strategy", "replicated-log"))
                .isEqualTo("epidemic: no node 'A1': the strategy is replicated-log, of which one of"
                        + " [M, S1, S2] is allowed; --strategy NAME chooses another strategy");
    }

    @Test
    void theStrategyIsChosenAsEverywhere() {
        assertThat(refusal("A1", "--strategy", "none")).startsWith("epidemic: no strategy 'none'; allowed: layered");
        assertThat(refusal("M", "--strategy", "passive", "--set", "cluster.parcel-max=1MiB"))
                .contains("what goes into one message of passive together");
    }

    @Test
    void seedsArePlaces() {
        assertThat(refusal("A1", "--seeds", "localhost"))
                .isEqualTo("epidemic: epidemic.cluster.seeds = 'localhost' (--set): 'localhost' is no place; host:port,"
                        + " with commas between several, is allowed");
    }

    /** Otherwise a batch could be larger than anything that crosses, and would be lost for ever. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    layered        | A1 | 17301504 | 4194304 (a propagation)
                    passive        | M  | 17301504 | 4194304 (versions that are copied at once)
                    primary-backup | N1 | 1572864  | 262144 (updates that are replicated at once)
                    replicated-log | M  | 1572864  | 262144 (replicated-log.batch-max-bytes)
                    """)
    void parcelsTakeTheLargestBatches(String strategy, String node, long least, String batch) {
        assertThat(refusal(node, "--set", "strategy=" + strategy, "--set", "cluster.parcel-max=1MiB"))
                .isEqualTo("epidemic: epidemic.cluster.parcel-max is 1048576 bytes: at least " + least
                        + " are allowed, four times epidemic.http.max-body and what goes into one message of "
                        + strategy
                        + " together, " + batch);
    }

    @Test
    void aLargerBatchOfTheCoreCounts() {
        assertThat(refusal("A1", "--set", "layered.core.batch-max-bytes=8000000", "--set", "cluster.parcel-max=17MiB"))
                .endsWith("8000000 (layered.core.batch-max-bytes)");
    }

    /** Nodes of one machine share a directory; only its own part of it must be free. */
    @Test
    void onlyItsOwnPartOfTheDirectoryMustBeFree() throws Exception {
        try (VersionLogFile taken = VersionLogFile.open(data, NodeId.of("A2"), SyncMode.NEVER)) {
            assertThat(taken).isNotNull();
            assertThat(VersionLogFile.isInUse(data, NodeId.of("A2"))).isTrue();
            assertThat(refusal("A2", "--remote-port", "0", "--port", "0"))
                    .isEqualTo("epidemic: the data directory " + data.resolve("A2")
                            + " is in use: stop what writes there, or name another one with --data");
            assertThat(VersionLogFile.isInUse(data, NodeId.of("A1"))).isFalse();
        }
        assertThat(VersionLogFile.isInUse(data, NodeId.of("A2"))).isFalse();
    }

    @Test
    void aDirectoryThatCannotBeIsTold() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertThat(refusal("A1", "--data", file.toString()))
                .startsWith("epidemic: the data directory cannot be made, ")
                .contains(file.toString())
                .endsWith(": --data DIR names another one");
    }

    @Test
    void aPortInUseIsTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(refusal("A1", "--remote-port", port, "--port", "0"))
                    .startsWith("epidemic: cannot listen for other nodes at 127.0.0.1:" + port + ": ")
                    .endsWith("; --remote-port N names another port, 0 any free one");
            assertThat(refusal("A1", "--remote-port", "0", "--port", port))
                    .startsWith("epidemic: cannot listen at 127.0.0.1:" + port + ": ")
                    .endsWith("; --port N names another port, 0 any free one");
        }
    }
}
