package epidemic.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionedStateTest {
    @Test
    void holdsTheNewestVersionsOfItsWindowOnly() {
        VersionedState state = new VersionedState(3, 10);
        for (int version = 1; version <= 200; version++) {
            state.apply(entry(version, new Operation.Write("k", "" + version)));
        }

        assertThat(state.version()).isEqualTo(200);
        assertThat(state.versionOf(id(197))).isZero();
        assertThat(state.isForgotten(id(197))).isTrue();
        assertThat(state.isForgotten(id(198))).isFalse();
        assertThat(state.isForgotten(id(201))).isFalse();
        assertThat(state.versionOf(id(198))).isEqualTo(198);
        assertThat(state.entries(196, 10)).isEmpty();
        assertThat(state.entries(197, 10)).extracting(VersionEntry::version).containsExactly(198L, 199L, 200L);
        assertThat(state.entries(197, 2)).extracting(VersionEntry::version).containsExactly(198L, 199L);
        assertThat(state.entries(198, Integer.MAX_VALUE))
                .extracting(VersionEntry::version)
                .containsExactly(199L, 200L);
        assertThat(state.entries(200, 10)).isEmpty();
        assertThat(state.oldestReadable()).isEqualTo(197);
        assertThat(state.dataAt(197)).containsEntry("k", new Value.Single("197"));
    }

    @Test
    void growsBeyondItsFirstCapacityWithoutLosingAnEntry() {
        VersionedState state = new VersionedState(1_000, 10);
        List<VersionEntry> applied = new ArrayList<>();
        for (int version = 1; version <= 1_000; version++) {
            VersionEntry entry = entry(version, new Operation.Write("k" + version % 7, "" + version));
            applied.add(entry);
            state.apply(entry);
        }

        assertThat(state.entries(0, 1_000)).isEqualTo(applied);
    }

    @Test
    void readsOfAnUpdateSeeTheVersionBeforeItAndItsOwnEarlierChanges() {
        VersionedState state = new VersionedState(10, 10);
        state.apply(entry(1, new Operation.Write("k", "old"), new Operation.Append("list", "a")));
        Transaction update = new Transaction(
                id(2),
                0,
                List.of(
                        new Operation.Read("k"),
                        new Operation.Write("k", "new"),
                        new Operation.Read("k"),
                        new Operation.Append("list", "b"),
                        new Operation.Read("list"),
                        new Operation.Read("never")));
        state.apply(new VersionEntry(2, update.id(), NodeId.of("A1"), 0, update.changes()));
        state.apply(entry(3, new Operation.Write("k", "later"), new Operation.Append("list", "c")));

        List<ReadResult> reads = state.readsOf(update, 2);

        assertThat(reads)
                .containsExactly(
                        new ReadResult("k", Optional.of(new Value.Single("old"))),
                        new ReadResult("k", Optional.of(new Value.Single("new"))),
                        new ReadResult(
                                "list",
                                Optional.of(Value.Sequence.EMPTY.append("a").append("b"))),
                        new ReadResult("never", Optional.empty()));
    }

    @Test
    void readOnlyTransactionsSeeTheNewestVersionWithRepeatedKeysRepeated() {
        VersionedState state = new VersionedState(10, 10);
        state.apply(entry(1, new Operation.Write("k", "1")));
        state.apply(entry(2, new Operation.Write("k", "2")));
        Transaction read = new Transaction(
                id(9), 0, List.of(new Operation.Read("k"), new Operation.Read("x"), new Operation.Read("k")));

        assertThat(state.read(read))
                .containsExactly(
                        new ReadResult("k", Optional.of(new Value.Single("2"))),
                        new ReadResult("x", Optional.empty()),
                        new ReadResult("k", Optional.of(new Value.Single("2"))));
    }

    @Test
    void aWindowWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new VersionedState(0, 10)).hasMessage("a window of 0 versions: 1 or more is allowed");
    }

    @Test
    void isRestoredFromASnapshotAndTheWindow() {
        VersionedState state = new VersionedState(3, 10);
        for (int version = 1; version <= 20; version++) {
            state.apply(entry(version, new Operation.Write("k" + version % 4, "" + version)));
        }
        VersionedState restored = new VersionedState(3, 10);
        restored.apply(entry(1, new Operation.Write("other", "1")));
        restored.restore(state.snapshot());

        assertThat(restored.version()).isEqualTo(17);
        assertThat(restored.versionOf(id(1))).isZero();
        assertThat(restored.dataAt(17)).isEqualTo(state.dataAt(17));

        state.entries(17, 10).forEach(restored::apply);
        for (int version = 21; version <= 22; version++) {
            VersionEntry next = entry(version, new Operation.Write("k1", "" + version));
            state.apply(next);
            restored.apply(next);
        }
        assertThat(restored.entries(19, 10)).isEqualTo(state.entries(19, 10)).hasSize(3);
        assertThat(restored.snapshot()).isEqualTo(state.snapshot());
        assertThat(restored.snapshot().changes()).isEqualTo(19);
        assertThat(restored.versionOf(id(19))).isZero();
        assertThat(restored.versionOf(id(20))).isEqualTo(20);
    }

    private static VersionEntry entry(long version, Operation.Change... changes) {
        return new VersionEntry(version, id(version), NodeId.of("A1"), version, List.of(changes));
    }

    private static RequestId id(long number) {
        return new RequestId("c", number);
    }
}
