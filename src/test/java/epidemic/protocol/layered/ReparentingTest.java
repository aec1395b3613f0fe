package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.B1;
import static epidemic.protocol.layered.CoreRig.MILLIS;
import static epidemic.protocol.layered.CoreRig.entries;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Invariants;
import epidemic.kernel.MapSettings;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code layered.reparent = true}: nodes that feed others than their usual targets, and nodes that are fed by them. */
class ReparentingTest {
    private static final NodeId C1 = NodeId.of("C1");
    private static final MapSettings REPARENT = MapSettings.layered().with("reparent", true);

    // A core node that adopts.

    private final CoreRig core = CoreRig.serving(A1, REPARENT);

    @Test
    void feedsAnAdoptedNodeUpToTheLastMultipleAndNotBeyond() {
        update(1, 13);
        renew(5);

        assertThat(fed()).hasSize(1).allSatisfy(push -> {
            assertThat(push.afterVersion()).isEqualTo(5);
            assertThat(push.upTo()).isEqualTo(10);
            assertThat(push.entries()).hasSize(5);
        });
        answer(10);
        update(14, 20);
        assertThat(fed()).hasSize(2).last().satisfies(push -> {
            assertThat(push.afterVersion()).isEqualTo(10);
            assertThat(push.upTo()).isEqualTo(20);
        });
    }

    @Test
    void showsWhomItFeeds() {
        assertThat(core.replica.view(0).feeds()).isEmpty();
        renew(0);

        assertThat(core.replica.view(0).feeds())
                .extracting(ReplicaView.Feed::target)
                .containsExactly(B1);
    }

    @Test
    void anAdoptedNodeThatDoesNotRenewIsDropped() {
        renew(0);
        passTime(1_900);
        renew(0);
        passTime(1_900);
        assertThat(core.replica.view(0).feeds()).hasSize(1);

        passTime(200);
        update(1, 10);

        assertThat(core.replica.view(0).feeds()).isEmpty();
        assertThat(fed()).isEmpty();
    }

    @Test
    void whatComesForADroppedNodeChangesNothing() {
        update(1, 10);
        renew(0);
        Message question = fed().get(0);
        passTime(2_100);

        core.replica.onAnswer(B1, question, new LayeredMessage.Propagated(10), core.context);
        core.replica.onSilence(B1, question, core.context);
        core.end();

        assertThat(core.replica.view(0).feeds()).isEmpty();
    }

    @Test
    void renewalsDoNotDisturbWhatIsUnderWay() {
        update(1, 10);
        renew(0);
        renew(0);
        renew(0);

        assertThat(fed()).hasSize(1);
    }

    @Test
    void anAdoptedNodeThatHasStartedEmptyGetsEverything() {
        update(1, 10);
        renew(10);
        assertThat(fed()).isEmpty();

        renew(0);

        assertThat(fed())
                .singleElement()
                .satisfies(push -> assertThat(push.entries()).hasSize(10));
    }

    @Test
    void aNodeThatServesInNoViewOrHearsNobodyDoesNotAnswer() {
        CoreRig alone = new CoreRig(A1, REPARENT).start();
        alone.question(B1, new LayeredMessage.Renew(0));
        assertThat(alone.answers(LayeredMessage.Renewed.class)).isEmpty();

        renew(0);
        assertThat(core.answers(LayeredMessage.Renewed.class)).hasSize(1);
        for (int beat = 0; beat < 12; beat++) {
            core.passTime(250);
        }
        renew(0);
        assertThat(core.answers(LayeredMessage.Renewed.class)).hasSize(1);
    }

    @Test
    void nodesOfLayerTwoAreNotFedByTheCore() {
        assertThatThrownBy(() -> core.question(C1, new LayeredMessage.Renew(0)))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("C1 asks A1 to feed it");
    }

    private void renew(long version) {
        core.question(B1, new LayeredMessage.Renew(version));
    }

    private void update(int first, int last) {
        for (int number = first; number <= last; number++) {
            Batch batch = updated(number);
            core.commit(batch);
        }
        assertThat(core.replica.history().version()).isEqualTo(last);
    }

    private Batch updated(int number) {
        core.request("c" + number, write("c:" + number, "k", "v" + number));
        core.end();
        List<LayeredMessage.Replicate> asked = core.context.questionsTo(A2, LayeredMessage.Replicate.class);
        return asked.get(asked.size() - 1).batch();
    }

    private void answer(long version) {
        List<LayeredMessage.Propagate> asked = fed();
        core.replica.onAnswer(B1, asked.get(asked.size() - 1), new LayeredMessage.Propagated(version), core.context);
        core.end();
    }

    private List<LayeredMessage.Propagate> fed() {
        return core.context.questionsTo(B1, LayeredMessage.Propagate.class);
    }

    /** The peers are heard meanwhile. */
    private void passTime(long millis) {
        core.passTime(millis / 2);
        core.peers.forEach(peer -> core.heartbeat(peer, Phase.SERVING, core.epoch));
        core.passTime(millis - millis / 2);
    }

    // A node that is adopted, and one of its layer that adopts.

    private final RecordingContext context = new RecordingContext(B1, 1);
    private final LazyReplica lazy = LazyReplica.layer1(B1, LayeredConfig.of(REPARENT));

    @Test
    void aPropagationThatAnotherSourceFinishesBecomesReadableTogether() {
        start();
        propagate(A1, 0, entries(1, 7), 20);
        propagate(A2, 0, entries(1, 10), 10);
        assertThat(lazy.history().version()).isZero();
        propagate(A2, 10, entries(11, 20), 20);

        assertThat(lazy.history().version()).isEqualTo(20);
        assertThat(context.appended).isEqualTo(entries(1, 20));
    }

    @Test
    void tellsAnAdoptiveSourceWhatItHoldsOfAPropagationThatStopped() {
        start();
        propagate(A2, 0, entries(1, 7), 20);
        context.clear();
        for (int renewal = 0; renewal < 6; renewal++) {
            context.nowNanos += 500 * MILLIS;
            lazy.onTimer(new TimerKey("renew"), context);
        }

        assertThat(context.questionsTo(A1, LayeredMessage.Renew.class)).contains(new LayeredMessage.Renew(7));
        assertThat(lazy.view(0).reason()).isEqualTo("A2 is away, asks A1 to feed it");
        lazy.onAnswer(A1, new LayeredMessage.Renew(7), new LayeredMessage.Renewed(), context);
        assertThat(lazy.view(0).reason()).isEqualTo("fed by A1 while A2 is away");
    }

    @Test
    void pushesToAnAdoptedNodeOnItsOwnFixedSchedule() {
        start();
        long first = context.timers.get(new TimerKey("push"));
        propagate(A2, 0, entries(1, 10), 10);
        lazy.onQuestion(C1, new RecordingContext.Asker(C1), new LayeredMessage.Renew(0), context);
        lazy.onBatchEnd(context);
        assertThat(context.questionsTo(C1, LayeredMessage.Propagate.class)).isEmpty();

        context.nowNanos = first;
        lazy.onQuestion(C1, new RecordingContext.Asker(C1), new LayeredMessage.Renew(0), context);
        lazy.onTimer(new TimerKey("push"), context);
        lazy.onBatchEnd(context);

        assertThat(context.questionsTo(C1, LayeredMessage.Propagate.class))
                .containsExactly(new LayeredMessage.Propagate(0, entries(1, 10), 10));
        assertThat(context.timers.get(new TimerKey("push"))).isEqualTo(first + 10_000 * MILLIS);
    }

    @Test
    void withoutTheSettingNothingOfThisHappens() {
        LazyReplica plain = LazyReplica.layer1(B1, LayeredConfig.of(MapSettings.layered()));
        plain.onStart(context);

        assertThat(context.timers).doesNotContainKeys(new TimerKey("renew"), new TimerKey("push"));
        assertThat(context.asked).hasSize(1);
    }

    private void start() {
        context.nowNanos = 5_000 * MILLIS;
        lazy.onStart(context);
        lazy.onBatchEnd(context);
    }

    private void propagate(NodeId from, long afterVersion, List<VersionEntry> entries, long upTo) {
        lazy.onQuestion(
                from,
                new RecordingContext.Asker(from),
                new LayeredMessage.Propagate(afterVersion, entries, upTo),
                context);
        lazy.onBatchEnd(context);
    }
}
