package epidemic.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionGateTest {
    private static final NodeId B1 = NodeId.of("B1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final long MILLIS = 1_000_000;

    private final RecordingContext context = new RecordingContext(B1, 1);
    private final SessionGate gate =
            new SessionGate(B1, 1_000 * MILLIS, SessionGate.Planted.NONE, "wait for the next one", () -> A2);
    private final List<String> served = new ArrayList<>();

    @Test
    void isShutForThoseOnlyWhoHaveSeenMore() {
        assertThat(gate.isShut(read("r", Session.seen(10)), 10)).isFalse();
        assertThat(gate.isShut(read("r", Session.seen(11)), 10)).isTrue();
    }

    @Test
    void refusesAtOnceAndSaysHowFarBehindItIs() {
        take("r", session(Session.Policy.REFUSE, Optional.empty()));

        assertThat(outcomes()).singleElement().isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Outcome.Reason.SESSION_AHEAD);
            assertThat(refused.message()).contains("seen version 15, B1 holds version 10, 5 behind");
            assertThat(refused.redirect()).isEmpty();
        });
    }

    @Test
    void redirectsAtOnceToTheNodeThatHasTheVersion() {
        take("r", session(Session.Policy.REDIRECT, Optional.of(100L)));

        assertThat(outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.redirect()).contains(A2));
    }

    @Test
    void eachWaitsAsLongAsItWantsAndNoLonger() {
        take("long", session(Session.Policy.WAIT, Optional.of(500 * MILLIS)));
        take("short", session(Session.Policy.WAIT, Optional.of(20 * MILLIS)));
        take("own", session(Session.Policy.WAIT, Optional.empty()));
        settleAt(10, 0);
        assertThat(context.timers).containsEntry(SessionGate.DEADLINES, 20 * MILLIS);

        settleAt(10, 20 * MILLIS - 1);
        assertThat(outcomes()).isEmpty();
        settleAt(10, 20 * MILLIS);
        assertThat(clients()).containsExactly("short");
        assertThat(context.timers).containsEntry(SessionGate.DEADLINES, 500 * MILLIS);
        settleAt(10, 500 * MILLIS);
        settleAt(10, 1_000 * MILLIS);

        assertThat(clients()).containsExactly("short", "long", "own");
        assertThat(outcomes()).allMatch(Outcome.Refused.class::isInstance);
    }

    @Test
    void handsOnThoseWhoseVersionHasCome() {
        take("later", session(Session.Policy.WAIT, Optional.empty()).at(20));
        take("now", session(Session.Policy.WAIT, Optional.empty()).at(12));

        assertThat(settleAt(11, 1)).isFalse();
        assertThat(settleAt(12, 2)).isTrue();
        assertThat(served).containsExactly("now");
        assertThat(settleAt(19, 3)).isFalse();
        assertThat(settleAt(25, 4)).isTrue();
        assertThat(served).containsExactly("now", "later");
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void whoComesWhenTooManyWaitIsRefusedAtOnce() {
        Session session = session(Session.Policy.WAIT, Optional.empty());
        for (int count = 0; count < SessionGate.WAITING_MAX; count++) {
            take("r" + count, session);
        }
        assertThat(outcomes()).isEmpty();

        take("last", session);

        assertThat(clients()).containsExactly("last");
        assertThat(outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.OVERLOADED));
    }

    @Test
    void wordsAndBoundAreTheStrategys() {
        SessionGate own = new SessionGate(
                B1, new SessionGate.Terms(MILLIS, 1, "message", "go away"), SessionGate.Planted.NONE, () -> B1);
        own.take(
                new RecordingContext.Client("itself"),
                read("r", session(Session.Policy.REDIRECT, Optional.empty())),
                10,
                context);
        own.take(
                new RecordingContext.Client("waits"),
                read("r", session(Session.Policy.WAIT, Optional.empty())),
                10,
                context);
        own.take(
                new RecordingContext.Client("second"),
                read("r", session(Session.Policy.WAIT, Optional.empty())),
                10,
                context);
        assertThat(outcomes())
                .containsExactly(
                        new Outcome.Refused(
                                Outcome.Reason.SESSION_AHEAD,
                                "the session has seen message 15, B1 holds message 10, 5 behind: go away"),
                        new Outcome.Refused(
                                Outcome.Reason.OVERLOADED,
                                "B1 has 1 transactions that wait for what their session has seen"));
    }

    private static Session session(Session.Policy policy, Optional<Long> deadlineNanos) {
        return new Session(15, Optional.of(policy), deadlineNanos);
    }

    private static Transaction read(String name, Session session) {
        return new Transaction(new RequestId(name, 1), 1, List.of(new Operation.Read("k")), session);
    }

    private void take(String name, Session session) {
        gate.take(new RecordingContext.Client(name), read(name, session), 10, context);
    }

    private boolean settleAt(long version, long nanos) {
        context.nowNanos = nanos;
        boolean hasServed = gate.settle(
                version, (client, transaction) -> served.add(transaction.id().client()), context);
        gate.schedule(context);
        return hasServed;
    }

    private List<Outcome> outcomes() {
        return context.replied.stream().map(RecordingContext.Replied::outcome).toList();
    }

    private List<String> clients() {
        return context.replied.stream()
                .map(replied -> ((RecordingContext.Client) replied.client()).name())
                .toList();
    }
}
