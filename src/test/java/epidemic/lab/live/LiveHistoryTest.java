package epidemic.lab.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.client.ClientWatch;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.StateChange;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeClock;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who gets which process, what becomes of repeated and open requests, and what happens when the disk does not. */
class LiveHistoryTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final Topology TOPOLOGY = StrategyCatalog.named("layered").topology(MapSettings.layered());
    private static final Outcome UNKNOWN = new Outcome.Unknown("lost");
    private static final Outcome REFUSED = new Outcome.Refused(Outcome.Reason.OVERLOADED, "full");

    private final List<HistoryEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final List<String> alarms = Collections.synchronizedList(new ArrayList<>());

    /** Keeps the events. */
    private class Kept implements HistorySink {
        @Override
        public void event(HistoryEvent event) {
            events.add(event);
        }

        @Override
        public void fault(long timeNanos, String function, String value) {
            faults.add(function + ": " + value);
        }

        @Override
        public void change(StateChange change) {}
    }

    private LiveHistory history(HistorySink sink) {
        return new LiveHistory(TOPOLOGY, 2, NodeClock.system(), sink, alarms::add);
    }

    private static Transaction update(String id) {
        return new Transaction(RequestId.parse(id), 0, List.of(new Operation.Append("k", id)));
    }

    private static Outcome committed(long version) {
        return new Outcome.Committed(A1, 0, version, List.of());
    }

    private List<String> lines() {
        return events.stream()
                .map(event -> event.process() + " " + event.type() + " " + event.transaction())
                .toList();
    }

    @Test
    void aClientGoesOnAsAnotherProcessAfterAnUnknownOutcome() {
        LiveHistory history = history(new Kept());
        history.asks(1, update("a:1"), A1).told(committed(1), 1);
        history.asks(1, update("a:2"), A1).told(UNKNOWN, 0);
        history.asks(1, update("a:3"), A1).told(REFUSED, 2);
        history.asks(1, update("a:4"), A1).told(committed(2), 3);
        history.close();
        assertThat(lines())
                .containsExactly(
                        "1 INVOKE a:1",
                        "1 OK a:1",
                        "1 INVOKE a:2",
                        "1 INFO a:2",
                        "10001 INVOKE a:3",
                        "10001 FAIL a:3",
                        "10001 INVOKE a:4",
                        "10001 OK a:4");
    }

    @Test
    void requestsOfAnybodyThatOverlapAreDifferentProcesses() {
        LiveHistory history = history(new Kept());
        ClientWatch.Asked one = history.asks(ClientWatch.ANYBODY, update("h:1"), A1);
        ClientWatch.Asked other = history.asks(ClientWatch.ANYBODY, update("h:2"), A1);
        one.told(committed(1), 1);
        history.asks(ClientWatch.ANYBODY, update("h:3"), A1).told(UNKNOWN, 0);
        other.told(committed(2), 2);
        history.asks(ClientWatch.ANYBODY, update("h:4"), A1).told(committed(3), 3);
        history.close();
        assertThat(lines())
                .containsExactly(
                        "2 INVOKE h:1",
                        "3 INVOKE h:2",
                        "2 OK h:1",
                        "2 INVOKE h:3",
                        "2 INFO h:3",
                        "3 OK h:2",
                        "10002 INVOKE h:4",
                        "10002 OK h:4");
    }

    @Test
    void aRequestIdIsWrittenOnceAndMayTakeEffectAfterARefusal() {
        LiveHistory history = history(new Kept());
        history.asks(ClientWatch.ANYBODY, update("h:1"), A1).told(REFUSED, 1);
        history.asks(ClientWatch.ANYBODY, update("h:1"), A1).told(committed(1), 2);
        history.close();
        assertThat(lines()).containsExactly("2 INVOKE h:1", "2 INFO h:1");
    }

    @Test
    void onlyTheFirstOutcomeCountsAndWhatIsOpenEndsAsUnknown() {
        LiveHistory history = history(new Kept());
        ClientWatch.Asked asked = history.asks(0, update("a:1"), A1);
        asked.told(committed(1), 1);
        asked.told(UNKNOWN, 0);
        ClientWatch.Asked late = history.asks(1, update("b:1"), A1);
        history.close();
        late.told(committed(2), 2);
        history.asks(0, update("a:2"), A1).told(committed(3), 3);
        assertThat(lines()).containsExactly("0 INVOKE a:1", "0 OK a:1", "1 INVOKE b:1", "1 INFO b:1");
    }

    @Test
    void whatANodeTellsOfLossStandsAmongTheFaults() {
        LiveHistory history = history(new Kept());
        history.observed(A1, new Observation(Observation.VIEW_INSTALLED, "works in view 2"));
        history.observed(A1, new Observation(Observation.UPDATES_LOST, "held 2 updates that A2 has not"));
        history.observed(A1, new Observation(Observation.DIVERGED, "holds 3 versions that A2 has not"));
        history.close();
        assertThat(faults)
                .containsExactly(
                        "updates-lost: A1 held 2 updates that A2 has not",
                        "diverged: A1 holds 3 versions that A2 has not");
    }

    @Test
    void aDiskThatFailsIsToldOnceAndStopsNobody() {
        LiveHistory history = history(new Kept() {
            @Override
            public void event(HistoryEvent event) {
                throw new UncheckedIOException(new FileSystemException("no space left"));
            }
        });
        history.asks(0, update("a:1"), A1).told(committed(1), 1);
        await().until(() -> history.failure().isPresent());
        history.asks(0, update("a:2"), A1).told(committed(2), 2);
        history.close();
        assertThat(alarms).singleElement().asString().contains("no space left");
    }

    @Test
    void aDiskThatIsTooSlowEndsTheHistoryWhole() {
        CountDownLatch hold = new CountDownLatch(1);
        WriterThread writer = new WriterThread(
                new Kept() {
                    @Override
                    public void event(HistoryEvent event) {
                        try {
                            hold.await();
                        } catch (InterruptedException ended) {
                            Thread.currentThread().interrupt();
                        }
                        super.event(event);
                    }
                },
                alarms::add,
                8);
        LiveHistory history = new LiveHistory(TOPOLOGY, 2, NodeClock.system(), writer);
        for (int count = 0; count < 50; count++) {
            ClientWatch.Asked open = history.asks(0, update("a:" + count), A1);
            history.asks(1, update("b:" + count), A1).told(committed(count), count);
            open.told(UNKNOWN, 0);
        }
        hold.countDown();
        history.close();
        assertThat(alarms).hasSize(1);
        assertThat(events).hasSizeGreaterThanOrEqualTo(8);
        assertThat(events.stream().filter(event -> event.type() == HistoryEvent.Type.INVOKE))
                .hasSize(events.size() / 2);
        assertThat(events.stream()
                        .filter(event -> event.type() != HistoryEvent.Type.INVOKE)
                        .map(HistoryEvent::transaction)
                        .distinct())
                .hasSize(events.size() / 2);
    }
}
