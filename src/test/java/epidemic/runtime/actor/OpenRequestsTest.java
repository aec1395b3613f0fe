package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {
    private final OpenRequests requests = new OpenRequests();

    private static OpenRequest client(long number) {
        return new OpenRequest(
                new NodeCall.Execute(
                        new Transaction(id(number), 0, List.of(new Operation.Read("k"))),
                        TestInbox.<NodeCall.Executed>create().getRef()),
                0);
    }

    private static RequestId id(long number) {
        return new RequestId("c", number);
    }

    @Test
    void whoeverWaitsOrWasToldUnknownHasAnUnknownFate() {
        OpenRequest client = client(1);
        OpenRequest sameAgain = client(1);
        requests.open(client);
        requests.open(sameAgain);
        assertThat(requests.isUnknown(id(1))).isTrue();
        assertThat(requests.isUnknown(id(2))).isFalse();
        Outcome refused = new Outcome.Refused(Outcome.Reason.PEER_AWAY, "away");
        assertThat(requests.close(client, refused)).isTrue();
        assertThat(requests.close(client, refused)).as("closed twice").isFalse();
        assertThat(requests.isUnknown(id(1))).as("the other waits").isTrue();
        requests.close(sameAgain, refused);
        assertThat(requests.isUnknown(id(1))).isFalse();
        OpenRequest unlucky = client(2);
        requests.open(unlucky);
        requests.close(unlucky, new Outcome.Unknown("?"));
        assertThat(requests.isUnknown(id(2))).isTrue();
    }

    @Test
    void remembersSoManyAndForgetsTheOldest() {
        for (long number = 0; number <= OpenRequests.UNKNOWN_MAX; number++) {
            OpenRequest client = client(number);
            requests.open(client);
            requests.close(client, new Outcome.Unknown("?"));
        }
        assertThat(requests.isUnknown(id(0))).isFalse();
        assertThat(requests.isUnknown(id(1))).isTrue();
        assertThat(requests.drain()).isEmpty();
    }
}
