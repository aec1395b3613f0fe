package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check that all logs are prefixes of one order finds what it is for. */
class OrderInvariantTest {
    private final Simulation simulation = KnownRuns.withoutFaults();
    private final SimNode a1 = simulation.node(NodeId.of("A1"));
    private final SimNode a2 = simulation.node(NodeId.of("A2"));
    private final OrderInvariant invariant = new OrderInvariant();

    private static VersionEntry entry(long version, String client) {
        return new VersionEntry(
                version, new RequestId(client, 1), NodeId.of("A1"), 0, List.of(new Operation.Write("k", "v")));
    }

    private static Transaction update(String client) {
        return new Transaction(new RequestId(client, 1), 0, List.of(new Operation.Write("k", "v")));
    }

    private static Outcome committed(long version) {
        return new Outcome.Committed(NodeId.of("A1"), 0, version, List.of());
    }

    @Test
    void acceptsOneOrderAtDifferentPaces() {
        invariant.appended(a1, List.of(entry(1, "x"), entry(2, "y")));
        invariant.appended(a2, List.of(entry(1, "x")));
        invariant.replied(a1, update("y"), committed(2));
        assertThat(invariant.order()).hasSize(2);
    }

    @Test
    void findsTwoOrdersAndGaps() {
        invariant.appended(a1, List.of(entry(1, "x")));
        assertThatThrownBy(() -> invariant.appended(a2, List.of(entry(1, "y")))).isInstanceOf(CheckFailure.class);
        assertThatThrownBy(() -> invariant.appended(a2, List.of(entry(3, "z")))).hasMessageContaining("nobody has");
    }

    @Test
    void findsACommitThatIsNotInTheOrder() {
        invariant.appended(a1, List.of(entry(1, "x")));
        assertThatThrownBy(() -> invariant.replied(a1, update("y"), committed(1)))
                .hasMessageContaining("became version 1");
        assertThatThrownBy(() -> invariant.replied(a1, update("x"), committed(2)))
                .isInstanceOf(CheckFailure.class);
    }

    @Test
    void whatAllHaveLostMayBeReplacedUnlessAClientWasTold() {
        invariant.appended(a1, List.of(entry(1, "x")));
        invariant.crashed(a1, 1, false);
        invariant.appended(a2, List.of(entry(1, "y")));
        assertThat(invariant.order()).containsExactly(entry(1, "y"));
        invariant.replied(a2, update("y"), committed(1));
        invariant.crashed(a2, 1, false);
        assertThatThrownBy(() -> invariant.appended(a1, List.of(entry(1, "z"))))
                .hasMessageContaining("lost on all nodes");
    }
}
