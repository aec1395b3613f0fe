package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.dispatch.Envelope;
import org.junit.jupiter.api.Test;

class NodeMailboxTest {
    private final NodeMailbox.TwoQueues mailbox = new NodeMailbox.TwoQueues(() -> {});
    private final TestInbox<NodeCall.Executed> client = TestInbox.create();

    @Test
    void whatPeersSayComesFirst() {
        NodeCall.Suspect suspicion = new NodeCall.Suspect(NodeId.of("A2"));
        put(request(1));
        put(request(2));
        put(suspicion);

        assertThat(mailbox.dequeue().message()).isEqualTo(suspicion);
        assertThat(mailbox.dequeue().message()).isEqualTo(request(1));
        assertThat(mailbox.dequeue().message()).isEqualTo(request(2));
        assertThat(mailbox.dequeue()).isNull();
    }

    @Test
    void requestsForWhichThereIsNoRoomAreUnknownAtOnce() {
        for (int number = 1; number <= NodeMailbox.REQUESTS_MAX; number++) {
            put(request(number));
        }
        assertThat(client.hasMessages()).isFalse();

        put(request(NodeMailbox.REQUESTS_MAX + 1));

        assertThat(mailbox.requestCount()).isEqualTo(NodeMailbox.REQUESTS_MAX);
        NodeCall.Executed turnedAway = client.receiveMessage();
        assertThat(turnedAway.id()).isEqualTo(new RequestId("c", NodeMailbox.REQUESTS_MAX + 1));
        assertThat(turnedAway.outcome()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void thereIsRoomAgainOnceARequestWasTaken() {
        for (int number = 1; number <= NodeMailbox.REQUESTS_MAX; number++) {
            put(request(number));
        }
        mailbox.dequeue();
        put(request(7));

        assertThat(client.hasMessages()).isFalse();
        assertThat(mailbox.requestCount()).isEqualTo(NodeMailbox.REQUESTS_MAX);
    }

    private void put(Object message) {
        mailbox.enqueue(ActorRef.noSender(), Envelope.apply(message, ActorRef.noSender()));
    }

    private NodeCall.Execute request(long number) {
        return new NodeCall.Execute(
                new Transaction(new RequestId("c", number), 0, List.of(new Operation.Write("k", "v"))),
                client.getRef());
    }
}
