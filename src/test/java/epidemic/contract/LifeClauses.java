package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Handle;
import epidemic.kernel.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The beginning and the end of a life, and what gets from one into the next: nothing but the disk. */
interface LifeClauses extends Clauses {
    /** As many mails a starting node keeps. */
    int EARLY_MAX = 1_000;

    @Test
    default void aLaterLifeHasALargerNumber() {
        play(rig -> {
            List<Long> numbers = new CopyOnWriteArrayList<>();
            rig.when(N1, "start", turn -> numbers.add(turn.context().incarnation()))
                    .start();
            rig.crashAndRestart(N1).crashAndRestart(N1);
            assertThat(numbers).hasSize(3).isSorted().doesNotHaveDuplicates();
        });
    }

    @Test
    default void timersAndQuestionsOfAnEarlierLifeAreGone() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("old", LONG))
                    .asks(N1, "request c:1", N2, "unanswered", LONG)
                    .when(N1, "request c:2", turn -> turn.timer("end", LONG.plus(LONG)))
                    .start();
            rig.request(N1, "c:1").await(N2, "question unanswered");
            rig.crashAndRestart(N1);
            rig.request(N1, "c:2").await(N1, "timer end");
            assertThat(rig.turns(N1, 2)).noneMatch(turn -> turn.equals("timer old") || turn.startsWith("silence"));
        });
    }

    @Test
    default void anAnswerToAnEarlierLifeIsIgnored() {
        play(rig -> {
            List<Handle.Asker> askers = new ArrayList<>();
            rig.asks(N1, "request c:1", N2, "old", LONG.multipliedBy(10))
                    .when(N2, "question old", turn -> askers.add(turn.asker().orElseThrow()))
                    .when(N2, "request c:2", turn -> turn.context().answer(askers.get(0), new Rig.Word("so")))
                    .when(N2, "request c:2", turn -> turn.send(N1, "told"))
                    .when(N1, "message told", turn -> turn.timer("end", SHORT))
                    .start();
            rig.request(N1, "c:1").await(N2, "question old");
            rig.crashAndRestart(N1);
            rig.request(N2, "c:2").await(N1, "timer end");
            assertThat(rig.turns(N1, 2)).noneMatch(turn -> turn.startsWith("answer"));
        });
    }

    @Test
    default void mailOfAnEarlierLifeIsDroppedOnceALaterOneWasHeard() {
        play(rig -> {
            rig.start();
            Runnable heardBefore = rig.host().mail(N1, N2, new Rig.Word("old, in time"));
            Runnable heardAfter = rig.host().mail(N1, N2, new Rig.Word("old, too late"));
            rig.crashAndRestart(N1);
            heardBefore.run();
            rig.await(N2, "message old, in time");
            rig.host().mail(N1, N2, new Rig.Word("new")).run();
            rig.await(N2, "message new");
            heardAfter.run();
            rig.host().mail(N1, N2, new Rig.Word("newer")).run();
            rig.await(N2, "message newer");
            assertThat(rig.count(N2, "message old, too late")).isZero();
        });
    }

    @Test
    default void mailForAStartingNodeWaitsUpToItsBound() {
        play(rig -> {
            rig.start();
            rig.host().crash(N2);
            rig.host().restart(N2);
            for (int number = 0; number < EARLY_MAX + 7; number++) {
                rig.host().mail(N1, N2, new Rig.Word("early")).run();
            }
            rig.host().release(N2);
            rig.awaitThat(() -> rig.count(N2, "message early") == EARLY_MAX, EARLY_MAX + " early messages");
            rig.host().mail(N1, N2, new Rig.Word("last")).run();
            rig.await(N2, "message last");
            assertThat(rig.count(N2, "message early")).isEqualTo(EARLY_MAX);
            assertThat(rig.turns(N2, 2)).startsWith("start");
        });
    }

    @Test
    default void aClientOfAStartingNodeIsRefused() {
        play(rig -> {
            rig.start();
            rig.host().crash(N2);
            rig.host().restart(N2);
            rig.request(N2, "c:1");
            rig.awaitOutcome("c:1");
            rig.host().release(N2);
            assertThat(rig.outcomes("c:1"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_SERVING));
            rig.awaitThat(() -> rig.count(N2, "start") == 2, "the start");
            assertThat(rig.count(N2, "request c:1")).isZero();
        });
    }

    /** A host may fail to reach a client, but never tells it anything else. */
    @Test
    default void clientsOfANodeThatStopsHearUnknownOrNothing() {
        play(rig -> {
            rig.start();
            for (int number = 1; number <= 16; number++) {
                rig.request(N1, "c:" + number).await(N1, "request c:" + number);
            }
            rig.host().crash(N1);
            rig.awaitThat(() -> outcomes(rig).size() > 1, "some are told");
            rig.crashAndRestart(N2);
            assertThat(outcomes(rig)).allMatch(Outcome.Unknown.class::isInstance);
        });
    }

    private static List<Outcome> outcomes(Rig rig) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int number = 1; number <= 16; number++) {
            assertThat(rig.outcomes("c:" + number)).hasSizeLessThan(2);
            outcomes.addAll(rig.outcomes("c:" + number));
        }
        return outcomes;
    }
}
