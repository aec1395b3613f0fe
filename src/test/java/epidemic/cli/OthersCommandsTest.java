package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the shell of the main replica tells of those who ask over HTTP. */
@Timeout(60)
class OthersCommandsTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    private static void ask(OthersCommands others, Operation... operations) {
        Transaction transaction = new Transaction(new RequestId("somebody", 1), 0, List.of(operations));
        others.asks(ClientWatch.ANYBODY, transaction, NodeId.of("M"));
    }

    @Test
    void writesAtTheTwoKeysAreTold() {
        try (OthersCommands others = new OthersCommands(told::add)) {
            ask(others, new Operation.Read("data"), new Operation.Write("other", "x"));
            ask(others, new Operation.Write("data", "a"), new Operation.Append("data", "b"));
            ask(others, new Operation.Write("cache", "5"), new Operation.Write("data", "c"));
            await().until(() -> told.size() == 3);
        }
        assertThat(told)
                .containsExactly(
                        "Receive commond from Client: update a",
                        "Receive commond from Client: cache 5",
                        "Receive commond from Client: update c");
    }

    /** Whoever reads the lines may stop; nobody who asks waits for it. */
    @Test
    void aReaderThatStopsHoldsUpNobody() {
        Phaser reads = new Phaser(1);
        try (OthersCommands others = new OthersCommands(line -> {
            told.add(line);
            reads.awaitAdvance(0);
        })) {
            ask(others, new Operation.Write("data", "first"));
            await().until(() -> told.size() == 1);
            for (int number = 0; number < 3 * OthersCommands.WAITING_MAX; number++) {
                ask(others, new Operation.Write("data", "x" + number));
            }
            reads.arrive();
            await().until(() -> told.size() == OthersCommands.WAITING_MAX + 1);
        }
    }
}
