package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.model.clock.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TotalOrderTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final NodeId A3 = NodeId.of("A3");
    private static final List<NodeId> THREE = List.of(A1, A2, A3);

    private final TotalOrder order = begun(THREE, A1);

    @Test
    void anOwnBatchHasItsPlaceOnceAllMembersHaveAcknowledged() {
        Batch batch = order.issue(List.of(CoreRig.write("c:1", "k", "v")), 0);
        order.acknowledged(A1, 1, 0);
        assertThat(order.advance()).isFalse();
        order.acknowledged(A2, 1, 0);
        order.acknowledged(A2, 1, 0);
        assertThat(order.advance()).isFalse();
        assertThat(order.next()).isEmpty();

        order.acknowledged(A3, 1, 0);

        assertThat(order.advance()).isTrue();
        assertThat(order.next()).contains(batch);
        assertThat(order.progress()).isEqualTo(new Progress(1, SequenceVector.of(0, 0, 0)));
    }

    @Test
    void theOwnDiskCountsLikeAPeer() {
        order.issue(List.of(CoreRig.write("c:1", "k", "v")), 0);
        order.acknowledged(A2, 1, 0);
        order.acknowledged(A3, 1, 0);
        assertThat(order.advance()).isFalse();

        order.acknowledged(A1, 1, 0);

        assertThat(order.advance()).isTrue();
    }

    @Test
    void aNodeOutsideTheViewNeedNotAcknowledge() {
        order.reset(new View(4, List.of(A1, A3)), List.of());
        order.releaseInherited();
        order.issue(List.of(CoreRig.write("c:1", "k", "v")), 0);
        order.acknowledged(A1, 1, 0);
        assertThat(order.advance()).isFalse();

        order.acknowledged(A3, 1, 0);

        assertThat(order.advance()).isTrue();
    }

    @Test
    void anOlderProgressThatArrivesLateChangesNothing() {
        order.hold(batch(A2, 1, 1));
        order.heard(A2, new Progress(1, SequenceVector.of(0, 0, 0)));

        order.heard(A2, new Progress(0, SequenceVector.of(0, 0, 0)));

        assertThat(order.next()).isPresent();
    }

    @Test
    void aBatchHeldTwiceOrAfterItWasAppliedIsHeldOnce() {
        Batch batch = batch(A2, 1, 1);
        order.hold(batch);
        order.hold(batch);
        assertThat(order.pendingTransactions()).isEqualTo(1);
        order.heard(A2, new Progress(1, SequenceVector.of(0, 0, 0)));
        order.applied(order.next().orElseThrow());

        order.hold(batch);

        assertThat(order.pending()).isEmpty();
        assertThat(order.pendingTransactions()).isZero();
    }

    @Test
    void inheritedBatchesComeFirstAndOnlyOnceAllMembersHoldThem() {
        Batch old = new Batch(1, new Stamp(99, A2), 5, 0, List.of(CoreRig.write("c:9", "k", "v")));
        order.reset(new View(8, THREE), List.of(old));
        assertThat(order.next()).isEmpty();
        assertThat(order.pendingTransactions()).isEqualTo(1);

        order.releaseInherited();

        assertThat(order.next()).contains(old);
        order.applied(old);
        assertThat(order.next()).isEmpty();
        assertThat(order.issue(List.of(CoreRig.write("c:10", "k", "v")), 0).sequence())
                .isEqualTo(1);
        assertThat(order.isPending(CoreRig.write("c:10", "k", "v").id())).isTrue();
        assertThat(order.isPending(CoreRig.write("c:9", "k", "v").id())).isFalse();
    }

    @Test
    void whatIsUncertainExcludesOwnBatchesThatNobodyWasToldOf() {
        Batch first = order.issue(List.of(CoreRig.write("c:1", "k", "v")), 0);
        order.issue(List.of(CoreRig.write("c:2", "k", "v")), 0);
        assertThat(order.newestUncertain()).isEqualTo(Stamp.FIRST);

        THREE.forEach(member -> order.acknowledged(member, 1, 0));
        order.advance();
        assertThat(order.newestUncertain()).isEqualTo(first.stamp());

        order.hold(batch(A3, 50, 2));
        assertThat(order.newestUncertain()).as("behind a gap").isEqualTo(new Stamp(50, A3));
    }

    @Test
    void tellsWhatAPeerHasNotAcknowledged() {
        Batch first = order.issue(List.of(CoreRig.write("c:1", "k", "v")), 0);
        Batch second = order.issue(List.of(CoreRig.write("c:2", "k", "v")), 0);

        order.acknowledged(A2, 1, 0);

        assertThat(order.unacknowledgedBy(A2)).containsExactly(second);
        assertThat(order.unacknowledgedBy(A3)).containsExactly(first, second);
        assertThat(order.isUnacknowledged(A2, first)).isFalse();
        assertThat(order.isUnacknowledged(A3, first)).isTrue();
    }

    /** Any delivery order, repeated acknowledgements, late commits: one order, and no batch before its time. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void allMembersApplyTheSameOrderWhateverTheDeliveryOrder(int size) {
        for (long seed = 1; seed <= 400; seed++) {
            new Exchange(seed, size).play();
        }
    }

    /** Members that exchange batches over links without any order. */
    private static final class Exchange {
        private final SplittableRandom random;
        private final long seed;
        private final List<NodeId> members = new ArrayList<>();
        private final Map<NodeId, TotalOrder> orders = new HashMap<>();
        private final Map<NodeId, List<Stamp>> applied = new HashMap<>();
        private final Map<Stamp, Set<NodeId>> holders = new HashMap<>();
        private final List<Runnable> inFlight = new ArrayList<>();
        private int issued;

        private Exchange(long seed, int size) {
            this.seed = seed;
            this.random = new SplittableRandom(seed * 31 + size);
            for (int index = 1; index <= size; index++) {
                members.add(NodeId.of("A" + index));
            }
            for (NodeId member : members) {
                orders.put(member, begun(members, member));
                applied.put(member, new ArrayList<>());
            }
        }

        private void play() {
            while (issued < 12 || !inFlight.isEmpty()) {
                if (issued < 12 && (inFlight.isEmpty() || random.nextInt(6) == 0)) {
                    issue(members.get(random.nextInt(members.size())));
                } else {
                    Runnable delivery = inFlight.remove(random.nextInt(inFlight.size()));
                    delivery.run();
                    if (random.nextInt(5) == 0) {
                        inFlight.add(delivery);
                    }
                }
            }
            for (NodeId member : members) {
                assertThat(applied.get(member))
                        .as("seed %s, %s", seed, member)
                        .hasSize(12)
                        .isEqualTo(applied.get(members.get(0)))
                        .isSorted();
            }
        }

        private void issue(NodeId origin) {
            issued++;
            Batch batch = orders.get(origin).issue(List.of(CoreRig.write("c:" + issued, "k", "v" + issued)), 0);
            orders.get(origin).acknowledged(origin, batch.sequence(), 0);
            holders.put(batch.stamp(), new HashSet<>(List.of(origin)));
            Progress progress = orders.get(origin).progress();
            for (NodeId peer : members) {
                if (!peer.equals(origin)) {
                    inFlight.add(() -> replicate(origin, peer, batch, progress));
                }
            }
        }

        private void replicate(NodeId origin, NodeId peer, Batch batch, Progress progress) {
            TotalOrder held = orders.get(peer);
            held.hold(batch);
            held.heard(origin, progress);
            holders.get(batch.stamp()).add(peer);
            long issuedByPeer = held.issued();
            inFlight.add(() -> {
                orders.get(origin).acknowledged(peer, batch.sequence(), issuedByPeer);
                settle(origin);
            });
            settle(peer);
        }

        private void settle(NodeId member) {
            TotalOrder order = orders.get(member);
            if (order.advance()) {
                Progress progress = order.progress();
                for (NodeId peer : members) {
                    if (!peer.equals(member)) {
                        inFlight.add(() -> {
                            orders.get(peer).heard(member, progress);
                            settle(peer);
                        });
                    }
                }
            }
            Optional<Batch> next = order.next();
            while (next.isPresent()) {
                apply(member, next.get());
                order.applied(next.get());
                next = order.next();
            }
        }

        private void apply(NodeId member, Batch batch) {
            assertThat(holders.get(batch.stamp()))
                    .as("seed %s: %s applies %s", seed, member, batch.stamp())
                    .hasSize(members.size());
            for (Stamp other : holders.keySet()) {
                if (other.isBefore(batch.stamp())) {
                    assertThat(applied.get(member))
                            .as("seed %s: %s applies %s", seed, member, batch.stamp())
                            .contains(other);
                }
            }
            applied.get(member).add(batch.stamp());
        }
    }

    private static TotalOrder begun(List<NodeId> members, NodeId self) {
        TotalOrder order = new TotalOrder(members, self, LayeredMutant.NONE);
        order.reset(new View(1, members), List.of());
        order.releaseInherited();
        return order;
    }

    private static Batch batch(NodeId origin, long time, long sequence) {
        return new Batch(
                1,
                new Stamp(time, origin),
                sequence,
                0,
                List.of(CoreRig.write(origin + ":" + sequence, "k", "v" + sequence)));
    }
}
