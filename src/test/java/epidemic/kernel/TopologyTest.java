package epidemic.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final NodeId B1 = NodeId.of("B1");
    private static final Topology.Link INSIDE = new Topology.Link(A1, A2, Topology.Kind.EAGER, "every update");
    private static final Topology.Link DOWN = new Topology.Link(A2, B1, Topology.Kind.LAZY, "every 10 updates");

    private final Topology topology = new Topology(
            List.of(
                    new Topology.Layer("core", "strong", List.of(A1, A2)),
                    new Topology.Layer("layer 1", "causal", List.of(B1))),
            List.of(INSIDE, DOWN));

    @Test
    void firstLayersComeWithTheLinksWithinThem() {
        Topology core = topology.first(1);

        assertThat(core.nodes()).containsExactly(A1, A2);
        assertThat(core.links()).containsExactly(INSIDE);
        assertThat(topology.first(2)).isEqualTo(topology);
    }

    @Test
    void aNodeMayBeInSeveralLayers() {
        Topology both = new Topology(
                List.of(
                        new Topology.Layer("fresh", "linearizable", List.of(A1, A2)),
                        new Topology.Layer("stale", "prefix", List.of(A2, B1))),
                List.of());

        assertThat(both.nodes()).containsExactly(A1, A2, B1);
        assertThat(both.layerOf(A2)).contains(0);
        assertThat(both.ownLayerOf(A2)).contains(1);
        assertThat(both.serves(A2, 1)).isTrue();
        assertThat(both.serves(A1, 1)).isFalse();
        assertThat(both.serves(A1, 2)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Topology.Layer("twice", "", List.of(A1, A1)));
    }

    @Test
    void moreLayersThanThereAreAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topology.first(3))
                .withMessage("3 layers: 1 to 2 are allowed");
        assertThatIllegalArgumentException().isThrownBy(() -> topology.first(0));
    }
}
