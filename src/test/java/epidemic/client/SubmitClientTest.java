package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client says of a transaction that it could not bring to its end. */
class SubmitClientTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final TransactionLine LINE =
            new TransactionLine(0, List.of(new Operation.Write("1", "2")), Optional.empty());

    @Test
    void whatWasNeverSentIsRefusedForItHasNoEffect() throws IOException {
        StubSystem gone = new StubSystem(asked -> StubSystem.BREAK);
        gone.close();
        SubmitClient client = clientOf(gone);

        assertThat(submit(client, 1)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_SERVING);
            assertThat(refused.message()).startsWith("not sent, in 3 attempts: ConnectException");
        });
        assertThat(submit(client, 2))
                .as("while nobody answers one attempt has to do")
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.message()).startsWith("not sent, in 1 attempt: "));
    }

    @Test
    void whatWasSentAndNotAnsweredIsUnknown() throws IOException {
        try (StubSystem system = new StubSystem(asked -> StubSystem.BREAK)) {
            assertThat(submit(clientOf(system), 1)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void whatWasSentOnceStaysUnknownWhenTheSystemGoes() throws IOException {
        StubSystem[] system = new StubSystem[1];
        system[0] = new StubSystem(asked -> {
            new Thread(system[0]::close).start();
            return StubSystem.BREAK;
        });
        assertThat(submit(clientOf(system[0]), 1)).isInstanceOf(Outcome.Unknown.class);
    }

    private static SubmitClient clientOf(StubSystem system) {
        SubmitOptions options = SubmitOptions.of(system.url(), 1, "r1")
                .withRetry(new SubmitOptions.Retry(3, Duration.ZERO, Duration.ofSeconds(20)));
        return new SubmitClient(new Api(options), options);
    }

    private static Outcome submit(SubmitClient client, long number) {
        return ((Answer.Known) client.submit(new RequestId("x.txt~r1", number), A1, LINE)).outcome();
    }
}
