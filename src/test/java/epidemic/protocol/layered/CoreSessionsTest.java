package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.model.session.SessionGate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

/** Sessions at a core node: it may lag behind what another node's client was told. */
class CoreSessionsTest {
    private static final Progress NOTHING = new Progress(0, SequenceVector.zero(3));

    private final CoreRig rig = CoreRig.serving(A1);

    @Test
    void refusesAtOnceWhatItHasNotApplied() {
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "v"));

        rig.request("r", read(1, Session.Policy.REFUSE, Optional.empty()));

        refusal("r")
                .satisfies(refused ->
                        assertThat(refused.message()).contains("seen version 1, A1 holds version 0, 1 behind"));
    }

    @Test
    void redirectsToThePeerThatHasTheHighestVersion() {
        rig.heartbeat(A2, 1, Phase.SERVING, rig.epoch, 3);
        rig.heartbeat(A3, 1, Phase.SERVING, rig.epoch, 9);

        rig.request("r", read(9, Session.Policy.REDIRECT, Optional.empty()));

        refusal("r").satisfies(refused -> assertThat(refused.redirect()).contains(A3));
    }

    @Test
    void waitsForTheVersionAndThenReadsLikeAnyOther() {
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "v"));
        rig.request("r", read(1, Session.Policy.WAIT, Optional.of(1_000 * CoreRig.MILLIS)));
        rig.end();
        assertThat(rig.outcomesOf("r")).isEmpty();

        rig.committed(A2, 1, 0, 1, 0);

        assertThat(rig.outcomesOf("r"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Committed.class,
                        committed -> assertThat(committed.version()).isEqualTo(1));
    }

    @Test
    void refusesAtTheDeadlineAndNotBefore() {
        rig.request("r", read(7, Session.Policy.WAIT, Optional.of(30 * CoreRig.MILLIS)));
        rig.end();
        assertThat(rig.context.timers).containsEntry(SessionGate.DEADLINES, rig.context.nowNanos + 30 * CoreRig.MILLIS);

        rig.context.nowNanos += 30 * CoreRig.MILLIS - 1;
        wake();
        assertThat(rig.outcomesOf("r")).isEmpty();
        rig.context.nowNanos += 1;
        wake();

        refusal("r").satisfies(refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.SESSION_AHEAD));
    }

    @Test
    void anUpdateIsNotBehindWhatIsHeldBeforeIt() {
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "v"));

        rig.request("one", update("one", 1, Session.Policy.REFUSE));
        rig.end();

        assertThat(rig.outcomesOf("one")).isEmpty();
        assertThat(rig.context.questionsTo(A2, LayeredMessage.Replicate.class)).hasSize(1);
        rig.request("two", update("two", 9, Session.Policy.REFUSE));
        refusal("two").satisfies(refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.SESSION_AHEAD));
    }

    @Test
    void anUpdateThatHasWaitedGoesOn() {
        rig.request("late", update("late", 2, Session.Policy.WAIT));
        rig.end();
        rig.commit(rig.update(write("c:1", "k", "v")));
        assertThat(rig.outcomesOf("late")).isEmpty();
        Batch second = rig.update(write("c:2", "k", "w"));
        rig.context.asked.clear();
        rig.commit(second);
        assertThat(rig.context.timers)
                .as("another batch follows by itself")
                .containsEntry(new TimerKey("executed"), rig.context.nowNanos);

        wake();
        rig.commit(rig.context
                .questionsTo(A2, LayeredMessage.Replicate.class)
                .get(0)
                .batch());

        assertThat(rig.outcomesOf("late")).containsExactly(new Outcome.Committed(A1, 0, 3, List.of()));
    }

    @Test
    void aSessionOfAnotherSystemIsRefusedAndNotServedFromBelow() {
        rig.request("r", new Transaction(new RequestId("r", 1), 0, List.of(new Operation.Read("k")), 500));
        rig.end();
        assertThat(rig.outcomesOf("r")).isEmpty();

        rig.context.nowNanos += 1_000 * CoreRig.MILLIS;
        wake();

        refusal("r").satisfies(refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.SESSION_AHEAD));
    }

    private void wake() {
        rig.replica.onTimer(SessionGate.DEADLINES, rig.context);
        rig.end();
    }

    private ObjectAssert<Outcome.Refused> refusal(String client) {
        assertThat(rig.outcomesOf(client)).singleElement().isInstanceOf(Outcome.Refused.class);
        return assertThat((Outcome.Refused) rig.outcomesOf(client).get(0));
    }

    private static Transaction read(long seen, Session.Policy policy, Optional<Long> deadlineNanos) {
        Session session = new Session(seen, Optional.of(policy), deadlineNanos);
        return new Transaction(new RequestId("r", 1), 0, List.of(new Operation.Read("k")), session);
    }

    private static Transaction update(String name, long seen, Session.Policy policy) {
        Session session = new Session(seen, Optional.of(policy), Optional.empty());
        return new Transaction(new RequestId(name, 1), 0, List.of(new Operation.Write("k", name)), session);
    }
}
