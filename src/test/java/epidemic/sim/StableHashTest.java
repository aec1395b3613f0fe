package epidemic.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StableHashTest {
    private enum Colour {
        RED,
        GREEN
    }

    private record Mixed(
            int number, boolean truth, double part, Colour colour, Optional<String> text, List<NodeId> ids) {}

    private static final class Plain {
        private final long[] numbers;

        private Plain(long... numbers) {
            this.numbers = numbers;
        }
    }

    private static Mixed mixed(int number, boolean truth, double part, Colour colour, String text, String... ids) {
        List<NodeId> nodes = new ArrayList<>();
        for (String id : ids) {
            nodes.add(NodeId.of(id));
        }
        return new Mixed(number, truth, part, colour, Optional.of(text), nodes);
    }

    @Test
    void equalContentsHaveEqualHashesAndOthersDiffer() {
        long hash = StableHash.of(mixed(1, true, 0.5, Colour.RED, "x", "A1", "A2"));
        assertThat(StableHash.of(mixed(1, true, 0.5, Colour.RED, "x", "A1", "A2")))
                .isEqualTo(hash);
        assertThat(List.of(
                        StableHash.of(mixed(2, true, 0.5, Colour.RED, "x", "A1", "A2")),
                        StableHash.of(mixed(1, false, 0.5, Colour.RED, "x", "A1", "A2")),
                        StableHash.of(mixed(1, true, 0.25, Colour.RED, "x", "A1", "A2")),
                        StableHash.of(mixed(1, true, 0.5, Colour.GREEN, "x", "A1", "A2")),
                        StableHash.of(mixed(1, true, 0.5, Colour.RED, "y", "A1", "A2")),
                        StableHash.of(mixed(1, true, 0.5, Colour.RED, "x", "A2", "A1"))))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    @Test
    void hashesDoNotChangeFromJvmToJvm() {
        Transaction transaction = new Transaction(
                new RequestId("c", 1), 0, List.of(new Operation.Read("1"), new Operation.Append("2", "3")));
        assertThat(StableHash.of(transaction)).isEqualTo(-6444319244897394039L);
    }

    @Test
    void seesIntoClassesThatAreNoRecords() {
        assertThat(StableHash.of(new Plain(1, 2))).isEqualTo(StableHash.of(new Plain(1, 2)));
        assertThat(StableHash.of(new Plain(1, 2))).isNotEqualTo(StableHash.of(new Plain(2, 1)));
        Value.Sequence one = Value.Sequence.EMPTY.append("a").append("b");
        assertThat(StableHash.of(one))
                .isEqualTo(StableHash.of(Value.Sequence.EMPTY.append("a").append("b")));
        assertThat(StableHash.of(one)).isNotEqualTo(StableHash.of(one.append("c")));
    }

    @Test
    void theOrderOfCollectionsCounts() {
        Map<String, Long> first = new LinkedHashMap<>();
        first.put("a", 1L);
        first.put("b", 2L);
        Map<String, Long> second = new LinkedHashMap<>();
        second.put("b", 2L);
        second.put("a", 1L);
        assertThat(StableHash.of(first)).isNotEqualTo(StableHash.of(second));
        assertThat(StableHash.of(new TreeSet<>(List.of("b", "a"))))
                .isEqualTo(StableHash.of(new TreeSet<>(List.of("a", "b"))));
    }

    @Test
    void refusesWhatHasNoContent() {
        Runnable lambda = () -> {};
        assertThatThrownBy(() -> StableHash.of(lambda)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StableHash.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
