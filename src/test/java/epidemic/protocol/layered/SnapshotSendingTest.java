package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.entries;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Handle;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.SnapshotIntake;
import epidemic.model.transfer.SnapshotPart;
import epidemic.model.transfer.SnapshotSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A snapshot on its way: cut into pieces, put together, taken over at once. */
class SnapshotSendingTest {
    private static final long SECOND = 1_000_000_000;
    private static final Handle.Asker ASKER = new RecordingContext.Asker(NodeId.of("A2"));

    private final RecordingContext context = new RecordingContext(NodeId.of("B1"), 1);
    private final LayeredConfig config = config(3);
    private final LazyReplica replica = LazyReplica.layer1(NodeId.of("B1"), config);

    private static LayeredConfig config(int pieceMax) {
        return LayeredConfig.of(MapSettings.layered().with("propagation-max-versions", (long) pieceMax));
    }

    /** Of a log with lists, single values and some clients. */
    private static Snapshot snapshot(long version) {
        List<VersionEntry> order = new ArrayList<>();
        for (long next = 1; next <= version; next++) {
            order.add(new VersionEntry(
                    next,
                    new RequestId("c" + next % 4, next),
                    NodeId.of("A1"),
                    0,
                    List.of(
                            new Operation.Write("w" + next % 3, "" + next),
                            new Operation.Append("l" + next % 2, "" + next))));
        }
        return Snapshot.EMPTY.after(order, 10);
    }

    private List<SnapshotPart> parts(Snapshot snapshot) {
        SnapshotSource source = new SnapshotSource(
                snapshot, config.propagationMaxVersions(), config.core().batchMaxBytes());
        List<SnapshotPart> parts = new ArrayList<>();
        for (long from = 0;
                parts.isEmpty() || from < parts.get(0).items();
                from = parts.get(parts.size() - 1).upTo()) {
            parts.add(source.part(from));
        }
        return parts;
    }

    private long send(SnapshotPart part, long upTo) {
        context.answered.clear();
        replica.onQuestion(NodeId.of("A2"), ASKER, new LayeredMessage.PropagateSnapshot(part, upTo), context);
        Object answer = context.answered.get(0).message();
        return answer instanceof LayeredMessage.SnapshotHeld held
                ? -held.items()
                : ((LayeredMessage.Propagated) answer).version();
    }

    @Test
    void piecesAreBoundedAndMakeTheSnapshotWhateverTheirSize() {
        Snapshot whole = snapshot(40);
        List<SnapshotPart> parts = parts(whole);
        assertThat(parts).hasSizeGreaterThan(10);
        assertThat(parts)
                .allMatch(part -> part.changes().size() + part.clients().size() <= 3);
        SnapshotIntake intake = new SnapshotIntake();
        for (SnapshotPart part : parts) {
            assertThat(intake.isWhole()).isFalse();
            assertThat(intake.take(part)).isTrue();
            assertThat(intake.take(part)).as("a late copy of %s", part).isFalse();
        }
        assertThat(intake.isWhole()).isTrue();
        assertThat(intake.handOver()).isEqualTo(whole);
    }

    @Test
    void nothingIsReadableBeforeSnapshotAndVersionsHaveCome() {
        Snapshot whole = snapshot(40);
        List<SnapshotPart> parts = parts(whole);
        for (SnapshotPart part : parts.subList(0, parts.size() - 1)) {
            assertThat(send(part, 50)).isEqualTo(-part.upTo());
            assertThat(replica.history().version()).isZero();
        }
        assertThat(send(parts.get(parts.size() - 1), 50)).isEqualTo(40);
        assertThat(replica.history().version()).isZero();
        assertThat(context.replaced).isEmpty();

        replica.onQuestion(NodeId.of("A2"), ASKER, new LayeredMessage.Propagate(40, entries(41, 50), 50), context);

        assertThat(replica.history().version()).isEqualTo(50);
        assertThat(context.replaced).containsExactly(whole);
        assertThat(context.appended).isEqualTo(entries(41, 50));
    }

    @Test
    void anotherSnapshotTakesOverIfItIsNewerOrNothingComesAnyMore() {
        List<SnapshotPart> older = parts(snapshot(40));
        List<SnapshotPart> newer = parts(snapshot(44));
        context.nowNanos = 10 * SECOND;
        assertThat(send(older.get(0), 50)).isEqualTo(-3);
        assertThat(send(newer.get(0), 50)).isEqualTo(-3);
        assertThat(send(newer.get(1), 50)).isEqualTo(-6);
        assertThat(send(older.get(0), 50)).as("the newer one goes on").isEqualTo(-6);
        context.nowNanos += 60 * SECOND;
        assertThat(send(older.get(0), 50)).as("nothing came of it any more").isEqualTo(-3);
        assertThat(send(older.get(1), 50)).isEqualTo(-6);
    }

    @Test
    void aFeedSendsASnapshotWhereItsOwnLogHasOne() {
        RecordingContext source = new RecordingContext(NodeId.of("A2"), 1);
        Feed feed = new Feed(NodeId.of("B1"), config);
        VersionedState state = new VersionedState(20, 10);
        entries(1, 60).forEach(state::apply);
        feed.announced(5);
        feed.release(50);
        feed.pump(state, source);
        assertThat(source.loads).hasSize(1);

        feed.onLoaded(5, List.of(), source);
        feed.pump(state, source);

        LayeredMessage.PropagateSnapshot first = (LayeredMessage.PropagateSnapshot)
                source.asked.get(source.asked.size() - 1).question();
        assertThat(first.upTo()).isEqualTo(50);
        assertThat(first.part().version()).isEqualTo(40);
        feed.onSnapshotHeld(
                first, new LayeredMessage.SnapshotHeld(40, first.part().upTo()));
        feed.pump(state, source);
        LayeredMessage.PropagateSnapshot second = (LayeredMessage.PropagateSnapshot)
                source.asked.get(source.asked.size() - 1).question();
        assertThat(second.part().from()).isEqualTo(first.part().upTo());
        feed.onPropagated(second, new LayeredMessage.Propagated(40));
        feed.pump(state, source);
        assertThat(source.asked.get(source.asked.size() - 1).question())
                .isEqualTo(new LayeredMessage.Propagate(40, entries(41, 43), 50));
    }
}
