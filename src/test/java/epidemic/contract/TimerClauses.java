package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers. */
interface TimerClauses extends Clauses {
    @Test
    default void aTimerFiresOnceAndNotBeforeItsTime() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("t", SHORT))
                    .when(N1, "request c:1", turn -> turn.timer("end", LONG))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(rig.count(N1, "timer t")).isOne();
            assertThat(rig.nanosOf(N1, "timer t") - rig.nanosOf(N1, "request c:1"))
                    .isGreaterThanOrEqualTo(SHORT.toNanos());
        });
    }

    @Test
    default void theSameKeyAgainReplacesByALaterTime() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("t", PATIENT))
                    .when(N1, "request c:2", turn -> turn.timer("t", PATIENT.plus(LONG)))
                    .when(
                            N1,
                            "request c:2",
                            turn -> turn.timer("end", PATIENT.plus(LONG).plus(SHORT)))
                    .start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.request(N1, "c:2").await(N1, "timer end");
            assertThat(rig.count(N1, "timer t")).isOne();
            assertThat(rig.nanosOf(N1, "timer t") - rig.nanosOf(N1, "request c:2"))
                    .isGreaterThanOrEqualTo(PATIENT.plus(LONG).toNanos());
        });
    }

    @Test
    default void theSameKeyAgainReplacesByAnEarlierTime() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("t", PATIENT))
                    .when(N1, "request c:1", turn -> turn.timer("middle", PATIENT.minus(LONG)))
                    .when(N1, "request c:1", turn -> turn.timer("end", PATIENT.plus(LONG)))
                    .when(N1, "request c:2", turn -> turn.timer("t", SHORT))
                    .start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.request(N1, "c:2").await(N1, "timer end");
            assertThat(rig.count(N1, "timer t")).isOne();
            List<String> turns = rig.turns(N1, 1);
            assertThat(turns.indexOf("timer t")).isLessThan(turns.indexOf("timer middle"));
        });
    }

    @Test
    default void theLastWordOfATurnCounts() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> {
                        turn.timer("set last", SHORT);
                        turn.cancel("set last");
                        turn.timer("set last", SHORT);
                        turn.timer("cancelled last", SHORT);
                        turn.cancel("cancelled last");
                        turn.timer("end", LONG);
                    })
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(rig.count(N1, "timer set last")).isOne();
            assertThat(rig.count(N1, "timer cancelled last")).isZero();
        });
    }

    @Test
    default void aCancelledTimerDoesNotFireAndCancellingNothingIsNothing() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("t", PATIENT))
                    .when(N1, "request c:2", turn -> turn.cancel("t"))
                    .when(N1, "request c:2", turn -> turn.cancel("never set"))
                    .when(N1, "request c:2", turn -> turn.timer("end", PATIENT.plus(LONG)))
                    .start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.request(N1, "c:2").await(N1, "timer end");
            assertThat(rig.count(N1, "timer t")).isZero();
        });
    }

    @Test
    default void aTimerWithoutDelayFiresInALaterTurnBehindTheEffects() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("now", Duration.ZERO))
                    .when(N1, "request c:1", turn -> turn.send(N2, "before"))
                    .when(N1, "timer now", turn -> turn.send(N2, "behind"))
                    .start();
            rig.request(N1, "c:1").await(N2, "message behind");
            assertThat(rig.count(N1, "timer now")).isOne();
            assertThat(rig.effects(N1)).containsExactly("send before", "send behind");
            List<String> turns = rig.turns(N1, 1);
            assertThat(turns.subList(turns.indexOf("request c:1"), turns.indexOf("timer now")))
                    .contains("batch end");
        });
    }

    /** The two expire together; the effects of the first one's turn may wait for the batch's end, the second may not. */
    @Test
    default void aTimerCancelledInTheBatchInWhichItExpiresDoesNotFire() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("canceller", SHORT))
                    .when(N1, "request c:1", turn -> turn.timer("victim", SHORT))
                    .when(N1, "request c:1", turn -> turn.timer("end", LONG))
                    .when(N1, "timer canceller", turn -> turn.cancel("victim"))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(behind(rig, "timer canceller")).doesNotContain("timer victim");
        });
    }

    @Test
    default void aTimerReplacedInTheBatchInWhichItExpiresFiresAtItsNewTimeOnly() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.timer("replacer", SHORT))
                    .when(N1, "request c:1", turn -> turn.timer("victim", SHORT))
                    .when(N1, "timer replacer", turn -> turn.timer("victim", LONG))
                    .when(N1, "timer replacer", turn -> turn.timer("early end", SHORT))
                    .when(N1, "timer replacer", turn -> turn.timer("end", LONG.plus(SHORT)))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            List<String> behind = behind(rig, "timer replacer");
            assertThat(behind.stream().filter("timer victim"::equals)).hasSize(1);
            assertThat(behind.indexOf("timer victim")).isGreaterThan(behind.indexOf("timer early end"));
        });
    }

    private static List<String> behind(Rig rig, String turn) {
        List<String> turns = rig.turns(N1, 1);
        return turns.subList(turns.indexOf(turn), turns.size());
    }
}
