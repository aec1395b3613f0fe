package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Turns, batches, and the order of effects. */
interface TurnClauses extends Clauses {
    @Test
    default void effectsAreCarriedOutInTheOrderAppendMailReply() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> {
                        turn.context().observe(new Observation("fact", "last"));
                        turn.reply();
                        turn.timer("later", SHORT);
                        turn.send(N2, "first");
                        turn.append(1);
                        turn.send(N2, "second");
                        turn.append(2);
                    })
                    .asks(N1, "request c:1", N2, "third", LONG)
                    .start();
            rig.request(N1, "c:1").await(N1, "timer later").await(N1, "durable 2");
            rig.awaitThat(() -> rig.effects(N1).size() >= 6, "six effects");
            assertThat(rig.effects(N1).stream().filter(effect -> !effect.equals("observe fact")))
                    .containsExactly("append 1", "append 2", "send first", "send second", "send third", "reply c:1");
        });
    }

    @Test
    default void effectsOfSeveralTurnsKeepTheirOrder() {
        play(rig -> {
            List<String> expected = new ArrayList<>();
            for (int number = 1; number <= 20; number++) {
                String word = "word-" + number;
                rig.when(N1, "request c:" + number, turn -> turn.send(N2, word));
                expected.add("send " + word);
            }
            rig.start();
            for (int number = 1; number <= 20; number++) {
                rig.request(N1, "c:" + number);
            }
            rig.awaitThat(() -> rig.effects(N1).size() == 20, "twenty effects");
            assertThat(rig.effects(N1)).isEqualTo(expected);
        });
    }

    @Test
    default void eachTurnIsFollowedByABatchEndWhoseEffectsCountToo() {
        play(rig -> {
            rig.when(N1, "batch end", turn -> turn.send(N2, "gathered")).start();
            rig.request(N1, "c:1").await(N1, "request c:1");
            rig.awaitThat(() -> lastTurn(rig).equals("batch end"), "a batch end behind the request");
            rig.await(N2, "message gathered");
        });
    }

    private static String lastTurn(Rig rig) {
        List<String> turns = rig.turns(N1, 1);
        return turns.get(turns.size() - 1);
    }

    @Test
    default void turnsComeOneAtATimeAndTheClockStandsInEach() {
        play(rig -> {
            for (int number = 1; number <= 30; number++) {
                rig.when(N1, "request c:" + number, turn -> {
                    long until = System.nanoTime() + 20_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                });
                rig.asks(N1, "request c:" + number, N2, "q-" + number, PATIENT);
                rig.when(N2, "question q-" + number, turn -> turn.answer("a"));
            }
            rig.start();
            for (int number = 1; number <= 30; number++) {
                rig.request(N1, "c:" + number);
            }
            rig.awaitThat(() -> rig.notes(N1, what -> what.startsWith("answer")).size() == 30, "thirty answers");
            // ScriptedReplica watches.
        });
    }

    @Test
    default void aReplyReachesItsClientOnceAtOnceOrLater() {
        play(rig -> {
            List<Turn> waiting = new ArrayList<>();
            rig.when(N1, "request c:1", Turn::reply)
                    .when(N1, "request c:2", waiting::add)
                    .when(N1, "request c:2", turn -> turn.timer("later", SHORT))
                    .when(
                            N1,
                            "timer later",
                            turn -> turn.context()
                                    .reply(waiting.get(0).client().orElseThrow(), new Outcome.Unknown("later")))
                    .start();
            rig.request(N1, "c:1").request(N1, "c:2").awaitOutcome("c:1").awaitOutcome("c:2");
            assertThat(rig.outcomes("c:1")).singleElement().isInstanceOf(Outcome.Committed.class);
            assertThat(rig.outcomes("c:2")).containsExactly(new Outcome.Unknown("later"));
        });
    }

    @Test
    default void theSameRequestTwiceIsTwoClients() {
        play(rig -> {
            rig.when(N1, "request c:1", Turn::reply).start();
            rig.request(N1, "c:1").request(N1, "c:1");
            rig.awaitThat(() -> rig.outcomes("c:1").size() == 2, "two outcomes");
        });
    }

    @Test
    default void whatIsObservedIsTold() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.context().observe(new Observation("fact", "it rains")))
                    .start();
            rig.request(N1, "c:1");
            rig.awaitThat(() -> rig.effects(N1).contains("observe fact"), "the observation");
        });
    }
}
