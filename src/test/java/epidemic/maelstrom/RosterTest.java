package epidemic.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Topology layered = StrategyCatalog.named("layered")
            .topology(EpidemicConfig.load(Optional.empty(), List.of()).settings("layered"));

    @Test
    void namesPlayNodesInTheirOrder() {
        Roster roster = Roster.of(List.of("n0", "n1", "n2", "n3", "n4"), layered);
        assertThat(roster.node("n3")).contains(NodeId.of("B1"));
        assertThat(roster.name(NodeId.of("A3"))).contains("n2");
        assertThat(roster.name(NodeId.of("C1"))).isEmpty();
        assertThat(roster.node("c1")).isEmpty();
        assertThat(roster.core()).containsExactly("n0", "n1", "n2");
    }

    @Test
    void onlyWholeLayersPlay() {
        for (int count : List.of(0, 1, 2, 4, 6, 8)) {
            List<String> names = java.util.stream.IntStream.range(0, count)
                    .mapToObj(number -> "n" + number)
                    .toList();
            assertThatThrownBy(() -> Roster.of(names, layered))
                    .hasMessageContaining(count + " nodes: 3, 5, 7 are allowed");
        }
        assertThatThrownBy(() -> Roster.of(List.of("n0", "n1", "n0"), layered)).hasMessageContaining("stands twice");
    }
}
