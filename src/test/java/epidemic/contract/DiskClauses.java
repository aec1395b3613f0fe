package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The version log: append, durable, load. */
interface DiskClauses extends Clauses {
    int MANY = 60;

    private static List<Long> durable(Rig rig) {
        return rig.notes(N1, what -> what.startsWith("durable ")).stream()
                .map(note -> Long.parseLong(note.what().substring("durable ".length())))
                .toList();
    }

    /** Appends versions 1 to {@link #MANY}, each in a turn of its own. */
    private static void appendMany(Rig rig) {
        for (int number = 1; number <= MANY; number++) {
            long version = number;
            rig.when(N1, "request c:" + number, turn -> turn.append(version));
        }
        rig.start();
        for (int number = 1; number <= MANY; number++) {
            rig.request(N1, "c:" + number);
        }
        rig.await(N1, "durable " + MANY);
    }

    @Test
    default void whatIsAppendedBecomesDurableInOrderAndNeverBeforeItsAppend() {
        play(rig -> {
            appendMany(rig);
            List<Long> durable = durable(rig);
            assertThat(durable).isSorted().doesNotHaveDuplicates().endsWith((long) MANY);
            List<String> turns = rig.turns(N1, 1);
            for (long version : durable) {
                assertThat(turns.indexOf("durable " + version)).isGreaterThan(turns.indexOf("request c:" + version));
            }
        });
    }

    /** One write may confirm many: there are at most as many confirmations as batches with an append. */
    @Test
    default void appendsAreConfirmedInGroups() {
        play(rig -> {
            appendMany(rig);
            List<String> turns = rig.turns(N1, 1);
            assertThat(durable(rig).size()).isLessThanOrEqualTo((int)
                    turns.stream().filter("batch end"::equals).count());
            rig.when(
                            N1,
                            "request g:1",
                            turn -> LongStream.rangeClosed(MANY + 1, MANY + 9).forEach(turn::append))
                    .request(N1, "g:1")
                    .await(N1, "durable " + (MANY + 9));
            assertThat(durable(rig)).doesNotContain(MANY + 1L, MANY + 8L);
        });
    }

    @Test
    default void whatIsDurableIsRecoveredInTheNextLifeInOrderWithoutGaps() {
        play(rig -> {
            appendMany(rig);
            rig.crashAndRestart(N1);
            List<String> expected = new ArrayList<>();
            LongStream.rangeClosed(1, MANY).forEach(version -> expected.add("recover " + version));
            expected.add("start");
            assertThat(rig.turns(N1, 2)).startsWith(expected.toArray(String[]::new));
        });
    }

    /** What was never confirmed may be kept or lost; but what is kept is a beginning, and the next life goes on behind it. */
    @Test
    default void whatWasNotConfirmedMayBeLostButLeavesNoGap() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> LongStream.rangeClosed(1, MANY).forEach(turn::append))
                    .start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.crashAndRestart(N1);
            long recovered = rig.turns(N1, 2).indexOf("start");
            assertThat(recovered).isBetween(0L, (long) MANY);
            rig.when(N1, "request c:2", turn -> turn.append(recovered + 1))
                    .request(N1, "c:2")
                    .awaitThat(() -> rig.turns(N1, 2).contains("durable " + (recovered + 1)), "the next version");
        });
    }

    @Test
    default void oldEntriesAreLoadedWithoutGapsAndNotMoreThanWanted() {
        play(rig -> {
            appendMany(rig);
            rig.when(N1, "request l:1", turn -> turn.context().load(0, 3))
                    .when(N1, "request l:2", turn -> turn.context().load(10, 2))
                    .when(N1, "request l:3", turn -> turn.context().load(MANY - 1, 5))
                    .when(N1, "request l:4", turn -> turn.context().load(MANY, 5))
                    .when(N1, "request l:5", turn -> turn.context().load(MANY + 7, 5));
            for (int number = 1; number <= 5; number++) {
                rig.request(N1, "l:" + number);
            }
            rig.await(N1, "loaded after 0 [1, 2, 3]")
                    .await(N1, "loaded after 10 [11, 12]")
                    .await(N1, "loaded after 59 [60]")
                    .await(N1, "loaded after 60 []")
                    .await(N1, "loaded after 67 []");
        });
    }

    @Test
    default void aLoadSeesTheAppendsOfItsOwnTurn() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.context().load(0, 9))
                    .when(N1, "request c:1", turn -> turn.append(1))
                    .when(N1, "request c:1", turn -> turn.append(2))
                    .start();
            rig.request(N1, "c:1").await(N1, "loaded after 0 [1, 2]");
        });
    }

    @Test
    default void whatIsSaidInOnDurableIsSaidBehindTheWrite() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.append(1))
                    .when(N1, "durable 1", turn -> turn.send(N2, "it is safe"))
                    .start();
            rig.request(N1, "c:1").await(N2, "message it is safe");
            assertThat(rig.effects(N1)).containsExactly("append 1", "send it is safe");
        });
    }
}
