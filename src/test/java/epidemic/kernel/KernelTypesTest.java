package epidemic.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-7:42",
                "client-7:0",
                "client-7:007",
                "client-7:",
                ":5",
                ":",
                "a:b:3",
                "a:-1",
                "plain",
                "x:999999999999999999",
                "x:9999999999999999999",
                "1:\u0663",
                "\u00e4\u4e2d\ud83d\ude00:1"
            })
    void anyTokenIsARequestIdAndIsPrintedAsItWasRead(String text) {
        RequestId id = RequestId.parse(text);

        assertThat(id.toString()).isEqualTo(text);
        assertThat(RequestId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void aRequestIdIsClientAndSequenceOnlyIfTheNumberIsCanonical() {
        assertThat(RequestId.parse("a:b:3")).isEqualTo(new RequestId("a:b", 3));
        assertThat(RequestId.parse("a:03")).isEqualTo(new RequestId("a:03", RequestId.NONE));
        assertThat(RequestId.parse(":5")).isEqualTo(new RequestId(":5", RequestId.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "tab\t:1", "\u007f"})
    void whatIsNoTokenIsNoRequestId(String text) {
        assertThatThrownBy(() -> RequestId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void negativeSequencesAreNoRequestIds() {
        assertThatThrownBy(() -> new RequestId("a", -2)).hasMessageContaining("-2");
    }

    @Test
    void textsAreBoundedInBytesNotCharacters() {
        assertThat(Texts.requireToken("key", "\u4e2d".repeat(85) + "x", 256)).hasSize(86);
        assertThatThrownBy(() -> Texts.requireToken("key", "\u4e2d".repeat(86), 256))
                .hasMessage("key of 258 bytes: 1 to 256 bytes are allowed");
        assertThat(Texts.requireToken("key", "x".repeat(256), 256)).hasSize(256);
        assertThatThrownBy(() -> Texts.requireToken("key", "x".repeat(257), 256))
                .hasMessageContaining("257 bytes");
        assertThat(Texts.requireToken("key", "\ud83d\ude00".repeat(64), 256)).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e4", "\u4e2d", "\ud83d\ude00", "a\ud83d", "\ude00a"})
    void countsTheBytesThatUtf8Takes(String text) {
        assertThat(Texts.utf8Bytes(text)).isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    @Test
    void keysAndValuesAreChecked() {
        assertThatThrownBy(() -> new Operation.Read("")).hasMessageContaining("empty key");
        assertThatThrownBy(() -> new Operation.Write("k", "")).hasMessageContaining("empty value");
        assertThatThrownBy(() -> new Operation.Append("k", "a\rb")).hasMessageContaining("code 13");
        assertThat(new Operation.Write("-5", "x".repeat(Texts.VALUE_BYTES_MAX)).key())
                .isEqualTo("-5");
    }

    @Test
    void listsShareTheirBeginningsAndStayAsTheyWere() {
        Value.Sequence one = Value.Sequence.EMPTY.append("a");
        Value.Sequence left = one.append("b");
        Value.Sequence right = one.append("c");

        assertThat(one.items()).containsExactly("a");
        assertThat(left.items()).containsExactly("a", "b");
        assertThat(right.items()).containsExactly("a", "c");
        assertThat(left).isNotEqualTo(right).isEqualTo(one.append("b")).hasSameHashCodeAs(one.append("b"));
        assertThat(Value.Sequence.EMPTY.items()).isEmpty();
        assertThat(left.size()).isEqualTo(2);
    }

    @Test
    void aLongListIsReadWithoutRecursion() {
        Value.Sequence list = Value.Sequence.EMPTY;
        for (int index = 0; index < 100_000; index++) {
            list = list.append("" + index);
        }

        assertThat(list.items()).hasSize(100_000).endsWith("99999");
    }

    @Test
    void transactionsAreChecked() {
        RequestId id = new RequestId("c", 1);
        List<Operation> update = List.of(new Operation.Read("a"), new Operation.Write("b", "1"));

        assertThatThrownBy(() -> new Transaction(id, 0, List.of())).hasMessageContaining("empty transaction");
        assertThatThrownBy(() -> new Transaction(id, -1, update)).hasMessageContaining("layer -1");
        assertThatThrownBy(() -> new Transaction(id, 1, update)).hasMessageContaining("allowed on layer 0 only");
        assertThatThrownBy(() -> new Transaction(id, 0, update, -1)).hasMessageContaining("session -1");
        assertThat(new Transaction(id, 0, update).isUpdate()).isTrue();
        assertThat(new Transaction(id, 0, update).changes()).containsExactly(new Operation.Write("b", "1"));
        assertThat(new Transaction(id, 2, List.of(new Operation.Read("a"))).isUpdate())
                .isFalse();
    }

    @Test
    void topologiesAreChecked() {
        NodeId a = NodeId.of("a");
        NodeId b = NodeId.of("b");
        Topology.Layer core = new Topology.Layer("core", "strong", List.of(a));
        Topology.Link link = new Topology.Link(a, b, Topology.Kind.LAZY, "every update");

        assertThatThrownBy(() -> new Topology.Layer("core", "strong", List.of(a, a)))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new Topology(List.of(core), List.of(link)))
                .hasMessageContaining("not in the topology");
        Topology topology =
                new Topology(List.of(core, new Topology.Layer("layer 1", "weak", List.of(b))), List.of(link));
        assertThat(topology.nodes()).containsExactly(a, b);
        assertThat(topology.layerOf(b)).contains(1);
        assertThat(topology.layerOf(NodeId.of("c"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "\u00e4", "a\n"})
    void namesThatAreNoFileNamesAreNoNodeNames(String name) {
        assertThatThrownBy(() -> NodeId.of(name)).hasMessageContaining("is no node name");
    }

    @ParameterizedTest
    @EnumSource(Outcome.Reason.class)
    void reasonsHaveCodesInLowerCaseWithDashes(Outcome.Reason reason) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void entriesAreChecked() {
        List<Operation.Change> writes = List.of(new Operation.Write("k", "1"));
        RequestId id = new RequestId("c", 1);

        assertThatThrownBy(() -> new VersionEntry(0, id, NodeId.of("A1"), 0, writes))
                .hasMessageContaining("version 0");
        assertThatThrownBy(() -> new VersionEntry(1, id, NodeId.of("A1"), 0, List.of()))
                .hasMessageContaining("without a change");
    }
}
