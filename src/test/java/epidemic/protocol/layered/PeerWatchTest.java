package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.RecordingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Heartbeats each 100 ms; a peer is away after 500 ms to 2 s. */
class PeerWatchTest {
    private static final long STEP_MILLIS = 10;
    private static final long PERIOD_MILLIS = 100;

    private final RecordingContext context = new RecordingContext(A1, 1);
    private PeerWatch watch = watch("reconfigure");
    private long millis = 10_000;
    private long awayAtMillis;
    private long incarnation = 1;

    private PeerWatch watch(String policy) {
        MapSettings settings = MapSettings.layered()
                .with("core.on-failure", policy)
                .with("core.heartbeat-interval", Duration.ofMillis(PERIOD_MILLIS))
                .with("core.suspicion-min", Duration.ofMillis(500));
        PeerWatch made =
                new PeerWatch(A1, List.of(A2, A3), LayeredConfig.of(settings).core());
        context.nowNanos = millis * MILLIS;
        made.start(context);
        return made;
    }

    @Test
    void aRegularPeerThatStopsIsMissedAfterHalfASecond() {
        pass(3_000, A2, A3);
        long stopped = millis;
        pass(1_000, A3);

        assertThat(watch.away()).containsExactly(A2);
        assertThat(awayAtMillis - stopped).isBetween(400L, 600L);
    }

    @Test
    void withRefuseItIsMissedAfterTheAcknowledgementTimeout() {
        watch = watch("refuse");
        pass(3_000, A2, A3);
        long stopped = millis;
        pass(1_900, A3);
        assertThat(watch.away()).isEmpty();
        pass(300, A3);

        assertThat(watch.away()).containsExactly(A2);
        assertThat(awayAtMillis - stopped).isBetween(1_900L, 2_100L);
    }

    @Test
    void pausesOfThreeHundredMillisecondsAreNoAbsence() {
        pass(2_000, A2, A3);
        for (int pause = 0; pause < 10; pause++) {
            pass(300, A3);
            pass(700, A2, A3);
        }

        assertThat(context.observed).extracting(seen -> seen.kind()).doesNotContain("peer-away");
    }

    @Test
    void aPeerThatIsOftenLateIsGivenMoreTime() {
        pass(2_000, A2, A3);
        for (int pause = 0; pause < 6; pause++) {
            pass(800, A3);
            pass(1_000, A2, A3);
        }
        context.clear();
        pass(800, A3);

        assertThat(watch.away()).isEmpty();
    }

    @Test
    void theOwnPauseIsNotThePeersSilence() {
        pass(3_000, A2, A3);
        for (int pause = 0; pause < 5; pause++) {
            millis += 1_700;
            pass(2 * STEP_MILLIS, A2, A3);
            pass(500, A2, A3);
        }
        assertThat(context.observed).extracting(seen -> seen.kind()).doesNotContain("peer-away");

        long stopped = millis;
        pass(1_000, A3);
        assertThat(awayAtMillis - stopped)
                .as("nothing was learnt of the own pauses")
                .isBetween(400L, 600L);
    }

    @Test
    void repeatedHeartbeatsTeachNothing() {
        pass(2_000, A2, A3);
        for (int pause = 0; pause < 6; pause++) {
            pass(800, A3);
            pass(1_000, A2, A3);
        }
        context.clear();
        LayeredMessage.Heartbeat last = watch.last(A2);
        for (int copy = 0; copy < 1_000; copy++) {
            watch.heartbeat(A2, last, context);
        }
        pass(800, A3);

        assertThat(watch.away()).isEmpty();
    }

    @Test
    void aNewLifeIsGivenTimeUntilItIsKnown() {
        pass(3_000, A2, A3);
        incarnation = 2;
        pass(PERIOD_MILLIS, A2, A3);
        pass(1_000, A3);

        assertThat(watch.away()).isEmpty();
    }

    /** Passes time in small steps; these peers send their heartbeats. */
    private void pass(long lengthMillis, NodeId... present) {
        for (long until = millis + lengthMillis; millis < until; ) {
            millis += STEP_MILLIS;
            context.nowNanos = millis * MILLIS;
            if (millis % PERIOD_MILLIS == 0) {
                List.of(present).forEach(peer -> watch.heartbeat(peer, heartbeat(), context));
            }
            if (millis % PERIOD_MILLIS == STEP_MILLIS && !watch.tick(context).isEmpty()) {
                awayAtMillis = millis;
            }
        }
    }

    private LayeredMessage.Heartbeat heartbeat() {
        Progress none = new Progress(0, SequenceVector.zero(3));
        return new LayeredMessage.Heartbeat(
                incarnation, Phase.SERVING, 7, 7, 0, none, List.of(A1, A2, A3), context.nowNanos, Optional.empty());
    }
}
