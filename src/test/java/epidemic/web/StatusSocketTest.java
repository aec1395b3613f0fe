package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class StatusSocketTest {
    private static final MessageLink LINK = new MessageLink(NodeId.of("A1"), NodeId.of("A2"), "Replicate");

    private final WebSetup setup = new WebSetup(
            "test",
            new Topology(List.of(), List.of()),
            new NodeDirectory(),
            new NoFaults(),
            new TrafficRecorder(NodeClock.system()),
            RunningSystem.settings());
    private final TestInbox<StatusFrame> inbox = TestInbox.create();
    private final StatusSocket socket = new StatusSocket(inbox.getRef());

    @Test
    void hasOneMessageOnItsWayAndMergesTheRest() {
        socket.begin(new StatusJson.Snapshot(0, setup.shown(), List.of(), FaultReport.NONE, List.of()));
        for (int index = 0; index < 1_000; index++) {
            socket.offer(oneMessage());
        }
        assertThat(inbox.getAllReceived()).hasSize(1).allMatch(StatusFrame.First.class::isInstance);
        socket.taken();
        socket.offer(oneMessage());
        socket.offer(oneMessage());
        assertThat(inbox.getAllReceived()).singleElement().satisfies(frame -> assertLater(frame, 1, 1_000));
        socket.taken();
        assertThat(inbox.getAllReceived()).singleElement().satisfies(frame -> assertLater(frame, 2, 2));
        socket.taken();
        assertThat(inbox.hasMessages()).isFalse();
        socket.offer(oneMessage());
        assertThat(inbox.getAllReceived()).singleElement().satisfies(frame -> assertLater(frame, 3, 1));
    }

    @Test
    void aNewBeginningMakesWhatWaitsVoid() {
        StatusJson.Snapshot snapshot =
                new StatusJson.Snapshot(0, setup.shown(), List.of(), FaultReport.NONE, List.of());
        socket.begin(snapshot);
        socket.offer(oneMessage());
        socket.beginAnew(snapshot);
        socket.beginAnew(snapshot);
        socket.offer(oneMessage());
        assertThat(inbox.getAllReceived()).hasSize(1);
        socket.taken();
        assertThat(inbox.getAllReceived()).singleElement().isEqualTo(new StatusFrame.First(1, snapshot));
        socket.taken();
        assertThat(inbox.getAllReceived()).singleElement().satisfies(frame -> assertLater(frame, 2, 1));
        socket.taken();
        socket.beginAnew(snapshot);
        socket.offer(oneMessage());
        assertThat(inbox.getAllReceived()).singleElement().isEqualTo(new StatusFrame.First(3, snapshot));
        socket.taken();
        assertThat(inbox.getAllReceived()).singleElement().satisfies(frame -> assertLater(frame, 4, 1));
    }

    private static void assertLater(StatusFrame frame, long sequence, long count) {
        StatusFrame.Later later = (StatusFrame.Later) frame;
        assertThat(later.sequence()).isEqualTo(sequence);
        assertThat(later.changes().changes().messages()).containsExactly(Map.entry(LINK, count));
        assertThat(later.json())
                .isEqualTo("{\"type\":\"changes\",\"seq\":" + sequence
                        + ",\"time\":7,\"messages\":[{\"from\":\"A1\",\"to\":\"A2\",\"kind\":\"Replicate\",\"count\":"
                        + count + "}]}");
    }

    private SharedChanges oneMessage() {
        return new SharedChanges(
                new ChangeSet(7, Map.of(), Map.of(), Map.of(LINK, 1L), List.of(), Optional.empty()), setup.shown());
    }

    private static final class NoFaults implements FaultControl {
        @Override
        public java.util.concurrent.CompletionStage<Done> crash(NodeId node) {
            return java.util.concurrent.CompletableFuture.completedFuture(Done.getInstance());
        }

        @Override
        public java.util.concurrent.CompletionStage<Done> restart(NodeId node) {
            return crash(node);
        }

        @Override
        public epidemic.runtime.actor.LinkFaults links() {
            return new epidemic.runtime.actor.LinkFaults();
        }
    }
}
