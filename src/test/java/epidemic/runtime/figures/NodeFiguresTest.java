package epidemic.runtime.figures;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFiguresTest {
    private static final NodeId PEER = NodeId.of("A2");

    private final NodeFigures figures = new NodeFigures();

    private record Carry() implements Message {}

    @Test
    void valuesFallBelowTheFirstBoundThatIsNotBelowThem() {
        Distribution times = new Distribution(Scale.SECONDS);
        times.record(0);
        times.record(100_000);
        times.record(100_001);
        times.record(60_000_000_000L);
        assertThat(times.scale().bounds()).startsWith(0.0001, 0.00025).endsWith(10.0);
        assertThat(times.counts()).startsWith(2, 1, 0).endsWith(0, 1);
        assertThat(times.count()).isEqualTo(4);
        assertThat(times.sum()).isEqualTo(60.000200001);
    }

    @Test
    void outcomesAreCountedByReason() {
        figures.replied(new Outcome.Committed(PEER, 0, 1, List.of()), 5);
        figures.counted(new Outcome.Refused(Outcome.Reason.OVERLOADED, "too much"));
        figures.counted(new Outcome.Unknown("who knows"));
        assertThat(figures.committed()).isEqualTo(1);
        assertThat(figures.unknown()).isEqualTo(1);
        assertThat(figures.refused(Outcome.Reason.OVERLOADED)).isEqualTo(1);
        assertThat(figures.refused(Outcome.Reason.PEER_AWAY)).isZero();
        assertThat(figures.transactions().count()).isEqualTo(1);
    }

    @Test
    void questionsAreCountedByPeerAndKind() {
        LinkFigures link = figures.link(PEER, new Carry());
        link.asked(3);
        link.asked(0);
        link.answered(2_000_000);
        link.silent();
        assertThat(figures.link(PEER, new Carry())).isSameAs(link);
        assertThat(figures.link(NodeId.of("A3"), new Carry())).isNotSameAs(link);
        assertThat(link.kind()).isEqualTo("Carry");
        assertThat(link.updates().count()).isEqualTo(1);
        assertThat(link.updates().sum()).isEqualTo(3);
        assertThat(link.answers().sum()).isEqualTo(0.002);
        assertThat(link.silences()).isEqualTo(1);
    }

    @Test
    void kindsOfFactsAreBounded() {
        for (int kind = 0; kind < 10 * NodeFigures.FACTS_MAX; kind++) {
            figures.observed(new Observation("kind-" + kind, ""));
        }
        figures.observed(new Observation(Observation.VIEW_INSTALLED, ""));
        List<String> kinds = new ArrayList<>();
        figures.eachFact((kind, count) -> kinds.add(kind));
        assertThat(kinds).hasSize(NodeFigures.FACTS_MAX + 1).contains(NodeFigures.OTHER);
        assertThat(figures.facts(Observation.VIEW_INSTALLED)).isEqualTo(1);
        assertThat(figures.facts(NodeFigures.OTHER)).isEqualTo(10L * NodeFigures.FACTS_MAX - 31);
    }
}
