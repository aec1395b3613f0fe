package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The journal: records, confirmations, rewrites, recovery. */
interface JournalClauses extends Clauses {
    int RECORDS = 30;

    private static List<Long> journaled(Rig rig) {
        return rig.notes(N1, what -> what.startsWith("journaled ")).stream()
                .map(note -> Long.parseLong(note.what().substring("journaled ".length())))
                .toList();
    }

    /** Writes records 1 to {@link #RECORDS}, each in a turn of its own. */
    private static void journalMany(Rig rig) {
        for (int number = 1; number <= RECORDS; number++) {
            String text = "r" + number;
            rig.when(N1, "request c:" + number, turn -> turn.journal(text));
        }
        rig.start();
        for (int number = 1; number <= RECORDS; number++) {
            rig.request(N1, "c:" + number);
        }
        rig.await(N1, "journaled " + RECORDS);
    }

    @Test
    default void recordsAreConfirmedInOrderAndNeverBeforeTheyAreWritten() {
        play(rig -> {
            journalMany(rig);
            List<Long> journaled = journaled(rig);
            assertThat(journaled).isSorted().doesNotHaveDuplicates().endsWith((long) RECORDS);
            List<String> turns = rig.turns(N1, 1);
            for (long count : journaled) {
                assertThat(turns.indexOf("journaled " + count)).isGreaterThan(turns.indexOf("request c:" + count));
            }
        });
    }

    @Test
    default void whatIsConfirmedComesBackBehindTheVersionsAndBeforeTheStart() {
        play(rig -> {
            rig.when(N1, "request v:1", turn -> turn.append(1));
            journalMany(rig);
            rig.request(N1, "v:1").await(N1, "durable 1");
            rig.crashAndRestart(N1);
            List<String> expected = new ArrayList<>(List.of("recover 1"));
            for (int number = 1; number <= RECORDS; number++) {
                expected.add("recover journal r" + number);
            }
            expected.add("start");
            assertThat(rig.turns(N1, 2)).startsWith(expected.toArray(String[]::new));
        });
    }

    /** What was never confirmed may be kept or lost; what is kept is a beginning. */
    @Test
    default void whatWasNotConfirmedMayBeLostFromTheEnd() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> {
                        for (int number = 1; number <= RECORDS; number++) {
                            turn.journal("r" + number);
                        }
                    })
                    .start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.crashAndRestart(N1);
            List<String> turns = rig.turns(N1, 2);
            List<String> expected = new ArrayList<>();
            for (int number = 1; number <= turns.indexOf("start"); number++) {
                expected.add("recover journal r" + number);
            }
            assertThat(turns.subList(0, turns.indexOf("start"))).isEqualTo(expected);
        });
    }

    @Test
    default void aRewriteStandsForAllBeforeItAndCountsAsOneRecord() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.journal("old"))
                    .when(N1, "request c:1", turn -> turn.rewriteJournal("new"))
                    .when(N1, "request c:1", turn -> turn.journal("later"))
                    .start();
            rig.request(N1, "c:1").await(N1, "journaled 3");
            rig.crashAndRestart(N1);
            assertThat(rig.turns(N1, 2)).startsWith("recover journal new", "recover journal later", "start");
        });
    }

    @Test
    default void eachLifeCountsFromOneAndGoesOnBehindWhatItFound() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.journal("first"))
                    .when(N1, "request c:2", turn -> turn.journal("second"))
                    .start();
            rig.request(N1, "c:1").await(N1, "journaled 1");
            rig.crashAndRestart(N1);
            rig.request(N1, "c:2").awaitThat(() -> rig.turns(N1, 2).contains("journaled 1"), "its confirmation");
            rig.crashAndRestart(N1);
            assertThat(rig.turns(N1, 3)).startsWith("recover journal first", "recover journal second", "start");
        });
    }

    @Test
    default void whatIsSaidInOnJournaledIsSaidBehindTheWrite() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.journal("promise"))
                    .when(N1, "journaled 1", turn -> turn.send(N2, "promised"))
                    .start();
            rig.request(N1, "c:1").await(N2, "message promised");
            rig.crashAndRestart(N1);
            assertThat(rig.turns(N1, 2)).startsWith("recover journal promise");
        });
    }
}
