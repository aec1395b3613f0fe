package epidemic.contract;

import static epidemic.contract.ContractHost.N1;
import static epidemic.contract.ContractHost.N2;
import static epidemic.contract.ContractHost.N3;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages, and questions with their one answer or one silence. */
interface MailClauses extends Clauses {
    NodeId NOBODY = NodeId.of("N9");

    private static List<String> fatesOf(Rig rig, String question) {
        return rig
                .notes(
                        N1,
                        what -> what.contains(" to " + question + " ") || what.contains("silence on " + question + " "))
                .stream()
                .map(Rig.Note::what)
                .toList();
    }

    @Test
    default void aQuestionIsAnswered() {
        play(rig -> {
            rig.asks(N1, "request c:1", N2, "how", PATIENT)
                    .when(N2, "question how", turn -> turn.answer("so"))
                    .when(N1, "answer so to how from N2", turn -> turn.timer("end", PATIENT.plus(LONG)))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(fatesOf(rig, "how")).containsExactly("answer so to how from N2");
        });
    }

    @Test
    default void aQuestionMayBeAnsweredInALaterTurn() {
        play(rig -> {
            List<Handle.Asker> askers = new ArrayList<>();
            rig.asks(N1, "request c:1", N2, "how", PATIENT)
                    .when(N2, "question how", turn -> askers.add(turn.asker().orElseThrow()))
                    .when(N2, "question how", turn -> turn.timer("think", SHORT))
                    .when(N2, "timer think", turn -> turn.context().answer(askers.get(0), new Rig.Word("so")))
                    .start();
            rig.request(N1, "c:1").await(N1, "answer so to how from N2");
        });
    }

    @Test
    default void aQuestionWithoutAnAnswerFallsSilentOnceAndNotBeforeItsDeadline() {
        play(rig -> {
            rig.asks(N1, "request c:1", N2, "how", SHORT)
                    .when(N1, "silence on how from N2", turn -> turn.timer("end", LONG))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(fatesOf(rig, "how")).containsExactly("silence on how from N2");
            assertThat(rig.nanosOf(N1, "silence on how from N2") - rig.nanosOf(N1, "request c:1"))
                    .isGreaterThanOrEqualTo(SHORT.toNanos());
        });
    }

    @Test
    default void aSecondAnswerIsIgnored() {
        play(rig -> {
            rig.asks(N1, "request c:1", N2, "how", PATIENT)
                    .when(N2, "question how", turn -> turn.answer("so"))
                    .when(N2, "question how", turn -> turn.answer("or so"))
                    .when(N1, "request c:1", turn -> turn.timer("end", PATIENT.plus(LONG)))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(fatesOf(rig, "how")).singleElement().asString().startsWith("answer ");
        });
    }

    @Test
    default void anAnswerAfterSilenceIsIgnored() {
        play(rig -> {
            List<Handle.Asker> askers = new ArrayList<>();
            rig.asks(N1, "request c:1", N2, "how", SHORT)
                    .when(N2, "question how", turn -> askers.add(turn.asker().orElseThrow()))
                    .when(N1, "silence on how from N2", turn -> turn.send(N2, "too late"))
                    .when(N2, "message too late", turn -> turn.context().answer(askers.get(0), new Rig.Word("so")))
                    .when(N2, "message too late", turn -> turn.send(N1, "told"))
                    .when(N1, "message told", turn -> turn.timer("end", SHORT))
                    .start();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(fatesOf(rig, "how")).containsExactly("silence on how from N2");
        });
    }

    @Test
    default void aQuestionMayComeTwiceAndStillHasOneAnswer() {
        play(rig -> {
            rig.asks(N1, "request c:1", N2, "how", PATIENT)
                    .when(N2, "question how", turn -> turn.answer("so"))
                    .when(N1, "request c:1", turn -> turn.timer("end", PATIENT.plus(LONG)))
                    .startWithDuplicates();
            rig.request(N1, "c:1").await(N1, "timer end");
            assertThat(rig.count(N2, "question how")).isEqualTo(2);
            assertThat(fatesOf(rig, "how")).containsExactly("answer so to how from N2");
        });
    }

    @Test
    default void aMessageMayComeTwice() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.send(N2, "news")).startWithDuplicates();
            rig.request(N1, "c:1");
            rig.awaitThat(() -> rig.count(N2, "message news") == 2, "the message twice");
        });
    }

    @Test
    default void questionsOfOneBatchHaveEachTheirOwnFate() {
        play(rig -> {
            rig.asks(N1, "request c:1", N2, "one", PATIENT)
                    .asks(N1, "request c:1", N3, "two", SHORT)
                    .asks(N1, "request c:1", N2, "three", PATIENT)
                    .when(N2, "question one", turn -> turn.answer("first"))
                    .when(N2, "question three", turn -> turn.answer("third"))
                    .start();
            rig.request(N1, "c:1")
                    .await(N1, "answer first to one from N2")
                    .await(N1, "answer third to three from N2")
                    .await(N1, "silence on two from N3");
        });
    }

    @Test
    default void whoIsStoppedOrUnknownIsSilent() {
        play(rig -> {
            rig.asks(N1, "request c:1", N3, "stopped", SHORT)
                    .asks(N1, "request c:1", NOBODY, "unknown", SHORT)
                    .when(N1, "request c:1", turn -> turn.send(N3, "lost"))
                    .when(N1, "request c:1", turn -> turn.send(NOBODY, "lost"))
                    .start();
            rig.host().crash(N3);
            rig.request(N1, "c:1").await(N1, "silence on stopped from N3").await(N1, "silence on unknown from N9");
        });
    }

    @Test
    default void aNodeMaySendToAndAskItselfInALaterTurn() {
        play(rig -> {
            rig.when(N1, "request c:1", turn -> turn.send(N1, "note to self"))
                    .asks(N1, "request c:1", N1, "who am I", PATIENT)
                    .when(N1, "question who am I", turn -> turn.answer("N1"))
                    .start();
            rig.request(N1, "c:1").await(N1, "message note to self").await(N1, "answer N1 to who am I from N1");
        });
    }
}
