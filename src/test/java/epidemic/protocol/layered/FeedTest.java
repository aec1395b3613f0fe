package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.B1;
import static epidemic.protocol.layered.CoreRig.entries;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Texts;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.Chunk;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final RecordingContext context = new RecordingContext(NodeId.of("A2"), 1);
    private final VersionedState state = new VersionedState(20, 10);
    private final Feed feed = feed(5_000);

    @Test
    void sendsNothingBeforeTheTriggerHasFired() {
        apply(9);
        feed.announced(0);

        feed.pump(state, context);

        assertThat(context.asked).isEmpty();
    }

    @Test
    void sendsUpToWhatTheTriggerReleasedAndNotUpToTheNewest() {
        apply(13);
        feed.announced(0);
        feed.release(10);

        feed.pump(state, context);

        assertThat(propagations()).containsExactly(new LayeredMessage.Propagate(0, entries(1, 10), 10));
    }

    @Test
    void hasOnePropagationInFlightAndCoalescesToTheNewestRelease() {
        apply(20);
        feed.announced(0);
        feed.release(10);
        feed.pump(state, context);
        feed.release(20);
        feed.pump(state, context);
        assertThat(propagations()).hasSize(1);

        feed.onPropagated(last(), new LayeredMessage.Propagated(10));
        feed.pump(state, context);
        feed.onPropagated(last(), new LayeredMessage.Propagated(20));
        feed.pump(state, context);

        assertThat(propagations()).hasSize(2);
        assertThat(propagations().get(1)).isEqualTo(new LayeredMessage.Propagate(10, entries(11, 20), 20));
    }

    @Test
    void cutsALongPropagationIntoMessagesThatLeadToOneVersion() {
        Feed small = feed(4);
        apply(10);
        small.announced(0);
        small.release(10);
        for (long held = 0; held < 10; held = Math.min(10, held + 4)) {
            small.pump(state, context);
            small.onPropagated(last(), new LayeredMessage.Propagated(Math.min(10, held + 4)));
        }

        assertThat(propagations())
                .extracting(propagate -> propagate.entries().size() + " to " + propagate.upTo())
                .containsExactly("4 to 10", "4 to 10", "2 to 10");
    }

    /** Otherwise a target that is far behind would wait for ever for a message that is too large to arrive. */
    @Test
    void largeValuesMakeShorterMessages() {
        VersionedState large = new VersionedState(200, 10);
        String value = "v".repeat(Texts.VALUE_BYTES_MAX);
        for (int version = 1; version <= 100; version++) {
            large.apply(new VersionEntry(
                    version, new RequestId("c", version), B1, 0, List.of(new Operation.Write("key", value))));
        }
        feed.announced(0);
        feed.release(100);

        feed.pump(large, context);
        int first = last().entries().size();
        assertThat((long) first * value.length())
                .isBetween(Chunk.CHARACTERS_MAX - value.length(), Chunk.CHARACTERS_MAX);
        feed.onPropagated(last(), new LayeredMessage.Propagated(first));
        feed.pump(large, context);

        assertThat(last().entries()).hasSize(100 - first);
        assertThat(propagations()).extracting(LayeredMessage.Propagate::upTo).containsOnly(100L);
    }

    @Test
    void asksASilentTargetOnlyWhatItHoldsWithGrowingPausesUntilItAnswers() {
        apply(10);
        feed.announced(0);
        feed.release(10);
        feed.pump(state, context);
        for (int silence = 0; silence < 5; silence++) {
            feed.onSilence(last());
            feed.pump(state, context);
        }

        assertThat(propagations().subList(1, 6)).containsOnly(new LayeredMessage.Propagate(0, List.of(), 0));
        assertThat(context.asked)
                .extracting(asked -> asked.timeoutNanos() / CoreRig.MILLIS)
                .containsExactly(250L, 500L, 1_000L, 2_000L, 2_000L, 2_000L);

        LayeredMessage.Propagate probe = last();
        context.clear();
        feed.onPropagated(probe, new LayeredMessage.Propagated(3));
        feed.pump(state, context);
        assertThat(propagations()).containsExactly(new LayeredMessage.Propagate(3, entries(4, 10), 10));
    }

    @Test
    void aTargetThatComesBackIsFedAtOnceThoughAnOldQuestionIsOpen() {
        apply(20);
        feed.announced(0);
        feed.release(10);
        feed.pump(state, context);
        LayeredMessage.Propagate old = last();

        feed.announced(0);
        feed.pump(state, context);
        assertThat(propagations()).hasSize(2);
        feed.release(20);
        feed.onSilence(old);
        feed.onPropagated(old, new LayeredMessage.Propagated(4));
        feed.pump(state, context);
        assertThat(propagations()).as("the new question is still open").hasSize(2);

        feed.onPropagated(last(), new LayeredMessage.Propagated(10));
        feed.pump(state, context);
        assertThat(last()).isEqualTo(new LayeredMessage.Propagate(10, entries(11, 20), 20));
    }

    @Test
    void loadsWhatIsTooOldForMemoryFromTheOwnLog() {
        apply(40);
        feed.announced(5);
        feed.release(40);

        feed.pump(state, context);
        feed.pump(state, context);
        assertThat(context.asked).isEmpty();
        assertThat(context.loads).containsExactly(5L);

        feed.onLoaded(5, entries(6, 40), context);
        assertThat(propagations()).containsExactly(new LayeredMessage.Propagate(5, entries(6, 40), 40));
    }

    @Test
    void sendsOfEntriesLoadedForSomebodyElseOnlyWhatWasReleased() {
        apply(43);
        feed.announced(5);
        feed.release(40);
        feed.pump(state, context);

        feed.onLoaded(5, entries(6, 43), context);

        assertThat(propagations()).containsExactly(new LayeredMessage.Propagate(5, entries(6, 40), 40));
    }

    @Test
    void ignoresLoadedEntriesThatItDidNotAskFor() {
        apply(40);
        feed.announced(5);
        feed.release(40);
        feed.pump(state, context);

        feed.onLoaded(0, entries(1, 5), context);

        assertThat(context.asked).isEmpty();
    }

    @Test
    void aTargetThatComesBackEmptyWhileOldEntriesAreLoadedGetsThemFromTheBeginning() {
        apply(40);
        feed.announced(5);
        feed.release(40);
        feed.pump(state, context);

        feed.announced(0);
        feed.pump(state, context);
        feed.onLoaded(5, entries(6, 40), context);

        assertThat(context.loads).containsExactly(5L, 0L);
        assertThat(context.asked).isEmpty();
    }

    private Feed feed(long maxVersions) {
        return new Feed(B1, LayeredConfig.of(MapSettings.layered().with("propagation-max-versions", maxVersions)));
    }

    private void apply(long versions) {
        entries(1, versions).forEach((VersionEntry entry) -> state.apply(entry));
    }

    private LayeredMessage.Propagate last() {
        List<LayeredMessage.Propagate> all = propagations();
        return all.get(all.size() - 1);
    }

    private List<LayeredMessage.Propagate> propagations() {
        return context.questionsTo(B1, LayeredMessage.Propagate.class);
    }
}
