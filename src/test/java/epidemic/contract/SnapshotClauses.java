package epidemic.contract;

import static epidemic.contract.ContractHost.KEEP_VERSIONS;
import static epidemic.contract.ContractHost.N1;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Snapshots in version logs: a log that is replaced, a log that its host compacts. */
interface SnapshotClauses extends Clauses {
    private static Snapshot snapshot(long version) {
        TreeMap<String, Value> data = new TreeMap<>();
        data.put("k", new Value.Single("at " + version));
        data.put("list", Value.Sequence.EMPTY.append("a").append("b"));
        return new Snapshot(version, data, 2 * version, List.of(new Snapshot.Remembered("client", 7)));
    }

    private static List<VersionEntry> entries(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(version -> new VersionEntry(
                        version,
                        new RequestId("c", version),
                        NodeId.of("N1"),
                        0,
                        List.of(new Operation.Write("k", "v"))))
                .toList();
    }

    private static void replace(Turn turn) {
        LongStream.rangeClosed(1, 5).forEach(turn::append);
        turn.context().replaceLog(snapshot(70), entries(71, 72));
        turn.append(73);
    }

    @Test
    default void aLogIsReplacedBySnapshotAndEntriesAndGoesOnBehindThem() {
        play(rig -> {
            rig.when(N1, "request c:1", SnapshotClauses::replace)
                    .when(N1, "request l:1", turn -> turn.context().load(2, 9))
                    .when(N1, "request l:2", turn -> turn.context().load(70, 9))
                    .start();
            rig.request(N1, "c:1").await(N1, "durable 73");
            rig.request(N1, "l:1").await(N1, "loaded after 2 []");
            rig.request(N1, "l:2").await(N1, "loaded after 70 [71, 72, 73]");
            rig.crashAndRestart(N1);
            assertThat(rig.turns(N1, 2))
                    .startsWith(
                            "recover snapshot 70 {k=at 70, list=[a, b]}",
                            "recover 71",
                            "recover 72",
                            "recover 73",
                            "start");
        });
    }

    /** A crash before the confirmation finds the log as it was, or the snapshot and all that came with it. */
    @Test
    default void aLogIsReplacedAtOnceOrNotAtAll() {
        play(rig -> {
            rig.when(N1, "request c:1", SnapshotClauses::replace).start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.crashAndRestart(N1);
            List<String> turns = rig.turns(N1, 2);
            if (turns.get(0).startsWith("recover snapshot")) {
                assertThat(turns.subList(1, 3)).containsExactly("recover 71", "recover 72");
                assertThat(turns.indexOf("start")).isBetween(3, 4);
            } else {
                assertThat(turns.indexOf("start")).isBetween(0, 5);
            }
        });
    }

    @Test
    default void aSnapshotThatIsNotAboveTheLogStopsTheNode() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> {
                        LongStream.rangeClosed(1, 5).forEach(turn::append);
                        turn.context().replaceLog(snapshot(5), List.of());
                    })
                    .start();
            assertStops(rig, "c:1");
        });
    }

    @Test
    default void entriesThatDoNotFollowTheSnapshotStopTheNode() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.context().replaceLog(snapshot(5), entries(7, 8)))
                    .start();
            assertStops(rig, "c:1");
        });
    }

    private static void assertStops(Rig rig, String request) {
        rig.request(N1, request);
        rig.awaitThat(() -> rig.host().isStopped(N1), "N1 stops");
    }

    /** Whenever it likes, a host puts a snapshot in place of versions that are old enough. The next life cannot tell. */
    @Test
    default void whatIsCompactedIsRecoveredAsASnapshotAndNewerVersionsStay() {
        play(rig -> {
            int turns = 10;
            int each = 100;
            for (int turn = 0; turn < turns; turn++) {
                long first = (long) turn * each + 1;
                rig.when(
                        N1,
                        "request c:" + turn,
                        step -> LongStream.range(first, first + each).forEach(step::append));
            }
            rig.start();
            for (int turn = 0; turn < turns; turn++) {
                rig.request(N1, "c:" + turn).await(N1, "durable " + (turn + 1) * each);
            }
            int asked = 0;
            while (rig.count(N1, "loaded after 0 []") == 0 && asked < 1_000) {
                String id = "l:" + asked++;
                rig.when(N1, "request " + id, step -> step.context().load(0, 1));
                int before = rig.notes(N1, what -> what.startsWith("loaded")).size();
                rig.request(N1, id);
                rig.awaitThat(
                        () -> rig.notes(N1, what -> what.startsWith("loaded")).size() > before, "an answer");
            }
            rig.crashAndRestart(N1);
            List<String> life = rig.turns(N1, 2);
            assertThat(life.get(0)).startsWith("recover snapshot ");
            long version = Long.parseLong(life.get(0).split(" ")[2]);
            assertThat(version).isBetween(1L, turns * each - KEEP_VERSIONS);
            assertThat(life.indexOf("start")).isEqualTo((int) (1 + turns * each - version));
        });
    }
}
