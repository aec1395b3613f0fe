package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.assertReason;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a core node does about peers that are silent or away. */
class AwayPeersTest {
    private static final Progress NOTHING = new Progress(0, SequenceVector.zero(3));

    private final CoreRig rig = CoreRig.serving(A1);

    @Test
    void asksASilentPeerAgainWithGrowingPauses() {
        rig.update(write("c:1", "k", "v"));
        List<Long> pauses = new ArrayList<>();
        for (int attempt = 0; attempt < 8; attempt++) {
            RecordingContext.Asked asked = rig.context.asked.stream()
                    .filter(item -> item.to().equals(A2))
                    .findFirst()
                    .orElseThrow();
            pauses.add(asked.timeoutNanos() / CoreRig.MILLIS);
            rig.context.asked.clear();
            rig.replica.onSilence(A2, asked.question(), rig.context);
            rig.end();
        }

        assertThat(pauses).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
    }

    @Test
    void asksNothingOfAPeerThatIsAwayAndEverythingOnceItIsBack() {
        Batch batch = rig.update(write("c:1", "k", "v"));
        rig.acknowledge(A2, batch);
        awayOf(A3);
        rig.context.clear();

        rig.replica.onSilence(A3, new LayeredMessage.Replicate(batch, NOTHING), rig.context);
        rig.passTime(250);
        assertThat(rig.context.questionsTo(A3, LayeredMessage.Replicate.class)).isEmpty();

        rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        rig.passTime(250);
        assertThat(rig.context.questionsTo(A3, LayeredMessage.Replicate.class))
                .extracting(LayeredMessage.Replicate::batch)
                .containsExactly(batch);
        assertThat(rig.context.questionsTo(A2, LayeredMessage.Replicate.class)).isEmpty();
    }

    @Test
    void answersUnknownWhatItHasToldAPeerAndRefusesWhatItHasNot() {
        rig.update(write("c:1", "k", "v"));
        for (int step = 0; step < 8; step++) {
            rig.passTime(250);
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
        }
        rig.request("c:2", write("c:2", "k", "v"));
        assertThat(rig.context.replied).isEmpty();

        rig.passTime(250);

        assertThat(rig.outcomesOf("c:1")).singleElement().isInstanceOf(Outcome.Unknown.class);
        assertThat(rig.outcomesOf("c:2"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.PEER_AWAY));
        rig.request("c:3", write("c:3", "k", "v"));
        assertThat(rig.outcomesOf("c:3"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.PEER_AWAY));
    }

    @Test
    void aRequestThatIsHeldUndecidedIsNotRefusedWhenItIsSentAgain() {
        Transaction update = write("c:1", "k", "v");
        Batch batch = rig.update(update);
        awayOf(A3);

        rig.request("again", update);
        assertThat(rig.outcomesOf("again")).singleElement().isInstanceOf(Outcome.Unknown.class);

        rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        rig.commit(batch);
        rig.request("later", update);
        assertThat(rig.outcomesOf("later")).containsExactly(new Outcome.Committed(A1, 0, 1, List.of()));
    }

    @Test
    void aRequestHeldForAPeerIsNotRefusedHere() {
        Transaction update = write("c:1", "k", "v");
        rig.replicate(A2, 5, 1, NOTHING, update);
        awayOf(A3);

        rig.request("here", update);

        assertThat(rig.outcomesOf("here")).singleElement().isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void takesNoUpdatesWhileAPeerIsCatchingUp() {
        rig.heartbeat(A3, 2, Phase.LEARNER, 0, 0);

        rig.request("c:1", write("c:1", "k", "v"));

        assertThat(rig.outcomesOf("c:1")).singleElement().satisfies(outcome -> {
            assertReason(outcome, Outcome.Reason.PEER_AWAY);
            assertThat(((Outcome.Refused) outcome).message()).contains("A3");
        });
        assertThat(rig.replica.view(0).serving()).isFalse();
    }

    @Test
    void aPauseOfItsOwnDoesNotMakeItsPeersAway() {
        rig.passTime(250);

        rig.passTime(60_000);

        assertThat(rig.context.observed).noneMatch(item -> item.kind().equals("peer-away"));
        assertThat(rig.replica.view(0).serving()).isTrue();
    }

    @Test
    void aSuspectedPeerThatIsSilentIsAwayAfterTwoHeartbeats() {
        rig.replica.onSuspect(A3, rig.context);
        for (int step = 0; step < 3; step++) {
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
            rig.passTime(250);
        }

        assertThat(rig.replica.view(0).reason()).contains("A3 is away");
        assertThat(rig.context.observed)
                .anyMatch(item -> item.text().matches("A3 has not been heard of for [5-7]\\d\\d ms"));
    }

    /** Whatever a host believes: a peer that is heard is there, and one that is no peer is nobody's matter. */
    @Test
    void aWrongSuspicionDoesNothing() {
        for (int step = 0; step < 12; step++) {
            rig.replica.onSuspect(A3, rig.context);
            rig.replica.onSuspect(NodeId.of("B1"), rig.context);
            rig.passTime(250);
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
            rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        }

        assertThat(rig.context.observed).noneMatch(item -> item.kind().equals("peer-away"));
        assertThat(rig.replica.view(0).serving()).isTrue();
    }

    @Test
    void aSuspicionEndsWhenThePeerIsHeard() {
        rig.replica.onSuspect(A3, rig.context);
        rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        for (int step = 0; step < 4; step++) {
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
            rig.passTime(250);
        }

        assertThat(rig.replica.view(0).serving()).as("a second is no silence").isTrue();
    }

    @Test
    void oneIsAwayAndTwoAreAway() {
        awayOf(A3);
        assertThat(rig.replica.view(0).reason()).startsWith("A3 is away; the core takes updates when all of");

        for (int step = 0; step < 10; step++) {
            rig.passTime(250);
        }
        assertThat(rig.replica.view(0).reason()).startsWith("A2, A3 are away; the core takes updates when all of");
    }

    @Test
    void oneIsCatchingUpAndTwoAreCatchingUp() {
        rig.heartbeat(A2, Phase.SERVING, rig.epoch);
        rig.heartbeat(A3, Phase.LEARNER, rig.epoch);
        assertThat(rig.replica.view(0).reason()).isEqualTo("A3 has just started and is catching up");

        rig.heartbeat(A2, Phase.LEARNER, rig.epoch);
        assertThat(rig.replica.view(0).reason()).isEqualTo("A2, A3 have just started and are catching up");
    }

    private void awayOf(NodeId silent) {
        NodeId other = silent.equals(A2) ? A3 : A2;
        for (int step = 0; step < 10; step++) {
            rig.heartbeat(other, Phase.SERVING, rig.epoch);
            rig.passTime(250);
        }
        assertThat(rig.replica.view(0).reason()).contains(silent + " is away");
    }
}
