package epidemic.lab.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenTextTest {
    private static final String GOOD = """
            # why
            strategy layered
            seed 42
            mutant ack-first
            violates one-order
            set core.ack-timeout=350ms
            set core.heartbeat-interval=60ms
            set core.retry-interval=60ms
            heal 3s
            at 1200ms crash A1 down=300ms
            patience 500ms
            client 0 session
              ask 320ms b, w(1,5), c @A2
              retry 20ms @A3
              ask 700ms 1 1 @B1
            """;

    private static GoldenScenario read(String text) {
        return GoldenReader.read("x.scenario", text, Goldens::configured);
    }

    @Test
    void everyWrittenRunCanBeReadBack() {
        for (long seed = 1; seed <= 150; seed++) {
            GoldenScenario golden = Goldens.written("ack-first", seed).golden();
            assertThat(read(GoldenText.print(golden, List.of("a remark", ""))))
                    .as("seed %d", seed)
                    .isEqualTo(golden);
        }
    }

    /** Up to the moment of the violation the script's run is the seed's run, message for message. */
    @Test
    void aWrittenRunIsTheRunItWasWrittenFrom() {
        int compared = 0;
        for (long seed = 1; seed <= 150; seed++) {
            GoldenStage.Written written = Goldens.written("ack-first", seed);
            boolean endsBeforeHealing = written.result().violation().isPresent()
                    && written.result().virtualNanos() < written.golden().plan().healNanos();
            if (endsBeforeHealing) {
                compared++;
                assertThat(Goldens.STAGE.run(written.golden()).digest())
                        .as("seed %d", seed)
                        .isEqualTo(written.result().digest());
            }
        }
        assertThat(compared).isGreaterThan(10);
    }

    @Test
    void readsWhatPeopleWrite() {
        GoldenScenario golden = read(GOOD);
        assertThat(golden.size()).hasToString("1 fault, 1 client, 2 transactions, 2 operations");
        assertThat(golden.script().clients().get(0).asks().get(1).layer()).isEqualTo(1);
        assertThat(golden.settings()).containsEntry("core.ack-timeout", "350ms").hasSize(3);
        assertThat(golden.violates()).contains("one-order");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strategy layered | strategy raft | x.scenario:2: | layered",
                "seed 42 | seed many | x.scenario:3: | seed 42",
                "seed 42 | | x.scenario: | seed 42",
                "mutant ack-first | mutant rain | x.scenario:4: | read-at-once",
                "core.ack-timeout=350ms | core.ack-timeout=soon | x.scenario:6: | 250ms",
                "core.ack-timeout=350ms | core.ack-timeout=80ms | x.scenario:6: | heartbeat",
                "core.ack-timeout=350ms | core.patience=80ms | x.scenario:6: | core.retry-interval",
                "core.ack-timeout=350ms | core.ack-timeout | x.scenario:6: | NAME=VALUE",
                "set core.retry-interval=60ms | set core.ack-timeout=1s | x.scenario:8: | one line",
                "heal 3s | heal soon | x.scenario:9: | no time",
                "heal 3s | | x.scenario: | heal 3s",
                "crash A1 | crash Z9 | x.scenario:10: | A1, A2",
                "crash A1 | explode A1 | x.scenario:10: | crash-empty",
                "patience 500ms | patience 0s | x.scenario:11: | more than 0",
                "patience 500ms | seed 4 | x.scenario:11: | one such line",
                "client 0 session | client zero | x.scenario:12: | client NUMBER",
                "client 0 session | client 0 session hope | x.scenario:12: | wait, redirect or refuse",
                "client 0 session | client 0 session refuse 1s | x.scenario:12: | wait, redirect or refuse",
                "client 0 session | client 0 session wait soon | x.scenario:12: | and a time",
                "client 0 session | # | x.scenario:13: | behind a line client",
                "w(1,5) | x(1,5) | x.scenario:13: | w(KEY,VALUE)",
                "c @A2 | c | x.scenario:13: | @NODE",
                "ask 320ms | ask later | x.scenario:13: | ask 320ms",
                "retry 20ms @A3 | retry 20ms @B1 | x.scenario:14: | A1, A2, A3",
                "retry 20ms | again 20ms | x.scenario:14: | retry",
            })
    void namesFileAndLineOfWhatCannotBeRead(String good, String bad, String where, String allowed) {
        String text = GOOD.replace(good, bad == null ? "" : bad);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioSyntaxException.class)
                .hasMessageStartingWith(where)
                .hasMessageContaining(allowed);
    }
}
