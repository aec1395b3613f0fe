package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherTrafficTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final MessageLink WAY = new MessageLink(A1, A2, "Commit");

    private final OtherTraffic traffic = new OtherTraffic();

    private static NodeNews news(long count, long lastEvent, String... events) {
        return new NodeNews(
                List.of(new NodeNews.Count(A1, A2, "Commit", false, count)),
                List.of(events).stream()
                        .map(text -> new NodeNews.Event(1, A1, "kind", text))
                        .toList(),
                lastEvent);
    }

    @Test
    void whatWasBeforeTheFirstAnswerIsNotDrawn() {
        traffic.heard(A1, news(100, 0));
        assertThat(traffic.drawnMessages()).containsEntry(WAY, 0L);
        traffic.heard(A1, news(103, 0));
        assertThat(traffic.drawnMessages()).containsEntry(WAY, 3L);
    }

    @Test
    void aProcessThatStartsAnewCountsFromTheBeginning() {
        traffic.heard(A1, news(100, 5));
        traffic.heard(A1, news(2, 0));
        assertThat(traffic.drawnMessages()).containsEntry(WAY, 0L);
        assertThat(traffic.lastEvent(A1)).isZero();
    }

    @Test
    void everyEventIsToldOnce() {
        traffic.heard(A1, news(0, 2, "one", "two"));
        traffic.heard(A1, news(0, 3, "two", "three"));
        assertThat(traffic.drainEvents()).extracting(StatusEvent::text).containsExactly("one", "two", "three");
        assertThat(traffic.drainEvents()).isEmpty();
        assertThat(traffic.lastEvent(A1)).isEqualTo(3);
    }

    /** What a recorder tells others is what it has seen, from the event on that they know. */
    @Test
    void aRecorderTellsTheEventsBehindTheOneThatIsKnown() {
        TrafficRecorder recorder = new TrafficRecorder(NodeClock.system());
        for (int number = 1; number <= 70; number++) {
            recorder.observed(A1, new Observation("kind", "event " + number));
        }
        assertThat(recorder.newsAfter(68).events())
                .extracting(NodeNews.Event::text)
                .containsExactly("event 69", "event 70");
        assertThat(recorder.newsAfter(70).events()).isEmpty();
        assertThat(recorder.newsAfter(0).events()).hasSize(50);
        assertThat(recorder.newsAfter(1_000).events())
                .as("of an earlier process")
                .hasSize(50);
        assertThat(recorder.newsAfter(0).lastEvent()).isEqualTo(70);
    }
}
