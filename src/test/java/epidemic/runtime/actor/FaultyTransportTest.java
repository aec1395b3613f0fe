package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {
    private static final NodeId A = NodeId.of("A");
    private static final NodeId B = NodeId.of("B");
    private static final NodeId C = NodeId.of("C");
    private static final Duration SLOW = Duration.ofMillis(200);

    private final List<String> arrived = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private final LinkFaults faults = new LinkFaults();
    private FaultyTransport transport = transport(1);

    private record Numbered(int number) implements Message {}

    private FaultyTransport transport(long seed) {
        return new FaultyTransport(
                (to, envelope) -> arrived.add(text(envelope.from(), to, envelope.message())),
                faults,
                (delay, action) -> {
                    delays.add(delay);
                    later.add(action);
                },
                new NodeObserver() {
                    @Override
                    public void lost(NodeId from, NodeId to, Message message) {
                        lost.add(text(from, to, message));
                    }
                },
                seed);
    }

    private static String text(NodeId from, NodeId to, Message message) {
        return from + ">" + to + " " + ((Numbered) message).number();
    }

    private void send(NodeId from, NodeId to, int number) {
        transport.send(to, new NodeCall.Told(from, 1, new Numbered(number)));
    }

    private void set(NodeId one, NodeId other, LinkFault fault) {
        faults.set(List.of(NodePair.of(one, other)), fault);
    }

    @Test
    void carriesEverythingWithoutFaults() {
        send(A, B, 1);
        assertThat(arrived).containsExactly("A>B 1");
        assertThat(lost).isEmpty();
    }

    @Test
    void aCutLinkCarriesNothingInBothDirections() {
        set(B, A, LinkFault.CUT);
        send(A, B, 1);
        send(B, A, 2);
        send(A, C, 3);
        assertThat(arrived).containsExactly("A>C 3");
        assertThat(lost).containsExactly("A>B 1", "B>A 2");
        set(A, B, LinkFault.NONE);
        assertThat(faults.all()).isEmpty();
        send(A, B, 4);
        assertThat(arrived).containsExactly("A>C 3", "A>B 4");
    }

    @Test
    void aSlowLinkCarriesEverythingLater() {
        set(A, B, LinkFault.of(SLOW, 0, 0));
        send(A, B, 1);
        send(A, B, 2);
        assertThat(arrived).isEmpty();
        assertThat(delays).containsExactly(SLOW, SLOW);
        later.get(1).run();
        later.get(0).run();
        assertThat(arrived).containsExactly("A>B 2", "A>B 1");
    }

    @Test
    void whatIsDelayedDoesNotCrossACutLink() {
        set(A, B, LinkFault.of(SLOW, 0, 0));
        send(A, B, 1);
        set(A, B, LinkFault.CUT);
        later.get(0).run();
        assertThat(arrived).isEmpty();
        assertThat(lost).containsExactly("A>B 1");
    }

    @Test
    void delaysSoManyAtOnceAndNoMore() {
        set(A, B, LinkFault.of(SLOW, 0, 0));
        for (int number = 1; number <= FaultyTransport.DELAYED_MAX; number++) {
            send(A, B, number);
        }
        assertThat(lost).isEmpty();
        send(A, B, 0);
        assertThat(lost).containsExactly("A>B 0");
        later.get(0).run();
        send(A, B, -1);
        assertThat(lost).hasSize(1);
        assertThat(later).hasSize(FaultyTransport.DELAYED_MAX + 1);
    }

    @Test
    void losesAndRepeatsItsShareAndTheSameForTheSameSeed() {
        List<String> first = outcomeOfThousand(7);
        assertThat(lost.size()).isBetween(220, 380);
        long repeated = arrived.size() + lost.size() - 1_000;
        assertThat(repeated).isBetween(80L, 200L);
        assertThat(outcomeOfThousand(7)).isEqualTo(first);
        assertThat(outcomeOfThousand(8)).isNotEqualTo(first);
    }

    private List<String> outcomeOfThousand(long seed) {
        arrived.clear();
        lost.clear();
        transport = transport(seed);
        set(A, B, LinkFault.of(Duration.ZERO, 0.3, 0.2));
        for (int number = 0; number < 1_000; number++) {
            send(A, B, number);
        }
        return List.copyOf(arrived);
    }

    @Test
    void aGroupIsCutOffFromAllOthersButNotInside() {
        assertThat(NodePair.around(List.of(A, B), List.of(A, B, C)))
                .isEqualTo(Set.of(NodePair.of(A, C), NodePair.of(B, C)));
    }

    @Test
    void figuresHaveTheirRanges() {
        assertThatThrownBy(() -> LinkFault.of(Duration.ZERO, 1.1, 0)).hasMessageContaining("'drop': 1.1: 0 to 1");
        assertThatThrownBy(() -> LinkFault.of(Duration.ZERO, 0, Double.NaN)).hasMessageContaining("duplicate");
        assertThatThrownBy(() -> LinkFault.of(Duration.ofSeconds(61), 0, 0)).hasMessageContaining("0s to 60s");
        assertThatThrownBy(() -> NodePair.of(A, A)).hasMessageContaining("two different nodes");
        assertThat(LinkFault.of(SLOW, 0.1, 0.005).words()).isEqualTo("200 ms later, 10 % lost, 0.5 % twice");
        assertThat(LinkFault.of(Duration.ZERO, 1, 0).words()).isEqualTo("100 % lost");
    }
}
