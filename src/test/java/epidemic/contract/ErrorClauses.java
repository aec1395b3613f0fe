package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Invariants;
import epidemic.kernel.Outcome;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a replica must not do, and what becomes of a node whose replica does. The simulator ends the run as well. */
interface ErrorClauses extends Clauses {
    private void stops(Consumer<Turn> error) {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.send(N2, "never"))
                    .when(N1, "request c:1", error)
                    .start();
            rig.request(N1, "c:1");
            rig.awaitThat(() -> rig.host().isStopped(N1), "the node stops");
            rig.request(N2, "c:2").await(N2, "request c:2");
            assertThat(rig.effects(N1)).doesNotContain("send never");
            assertThat(rig.outcomes("c:1")).allMatch(Outcome.Unknown.class::isInstance);
        });
    }

    @Test
    default void anExceptionStopsTheNodeAndNothingOfItsBatchGetsOut() {
        stops(turn -> {
            throw new IllegalStateException("planted");
        });
    }

    @Test
    default void aBrokenInvariantStopsTheNodeAndNothingOfItsBatchGetsOut() {
        stops(turn -> Invariants.check(false, "planted"));
    }

    @Test
    default void aNegativeDelayIsAnError() {
        stops(turn -> turn.timer("t", Duration.ofMillis(-1)));
    }

    @Test
    default void aQuestionWithoutTimeForItsAnswerIsAnError() {
        stops(turn -> turn.context().ask(N2, new Rig.Word("how"), 0));
    }

    @Test
    default void anAppendThatLeavesAGapIsAnError() {
        stops(turn -> turn.append(2));
    }

    @Test
    default void anAppendOfAVersionThatIsThereIsAnError() {
        stops(turn -> {
            turn.append(1);
            turn.append(1);
        });
    }

    @Test
    default void aLoadOfNothingIsAnError() {
        stops(turn -> turn.context().load(0, 0));
    }

    @Test
    default void aSecondReplyIsAnError() {
        play(rig -> {
            rig.when(N1, "request c:1", Turn::reply)
                    .when(N1, "request c:1", Turn::reply)
                    .start();
            rig.request(N1, "c:1");
            rig.awaitThat(() -> rig.host().isStopped(N1), "the node stops");
            rig.crashAndRestart(N2);
            assertThat(rig.outcomes("c:1")).hasSizeLessThanOrEqualTo(1);
        });
    }
}
