package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where transactions in JSON may go: to the same nodes as lines of text. */
class SubmissionReaderTest {
    private static final String SWITCH = "\"operations\":[{\"write\":\"test.append-delay\",\"value\":\"1000\"}]}";

    private final SubmissionReader reader = new SubmissionReader(
            new Topology(
                    List.of(
                            new Topology.Layer("master", "linearizable", List.of(NodeId.of("M"))),
                            new Topology.Layer("secondaries", "a prefix", List.of(NodeId.of("S1"), NodeId.of("S2")))),
                    List.of()),
            new SessionReader(Duration.ofSeconds(1)),
            () -> new RequestId("made", 1));

    private Submission read(String json, String node) {
        return reader.readJson(json, Optional.ofNullable(node), Session.NONE);
    }

    /** A secondary's test switches are writes at its node: {@code POST /test}, which asks whether faults are enabled, makes them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{             | S1 | an update pinned at S1, a node of layer 1: @ and M is allowed",
                "{\"layer\":0, | S1 | an update pinned at S1, a node of layer 1: @ and M is allowed",
                "{\"layer\":1, | S1 | a write or append on layer 1: updates are allowed on layer 0 (master) only",
                "{\"layer\":1, |    | a write or append on layer 1: updates are allowed on layer 0 (master) only"
            })
    void noTestSwitchOfASecondaryIsSetFromHere(String start, String node, String words) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> read(start + SWITCH, node));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).startsWith(words);
    }

    @Test
    void readsGoToTheLayerOfTheirNodeAndUpdatesToLayer0() {
        String read = "{\"operations\":[{\"read\":\"log\"}]}";
        assertThat(read(read, "S2").transaction().layer()).isEqualTo(1);
        assertThat(read(read, null).transaction().layer()).isZero();
        assertThat(read("{" + SWITCH, "M").transaction().layer()).isZero();
    }
}
