package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.Guarantee;
import epidemic.check.HistoryLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String STALE = """
            {"process":0,"type":"invoke","f":"txn","value":[["append",1,1]]}
            {"process":0,"type":"ok","f":"txn","value":[["append",1,1]]}
            {"process":1,"type":"invoke","f":"txn","value":[["r",1,null]]}
            {"process":1,"type":"ok","f":"txn","value":[["r",1,null]]}
            """;

    @TempDir
    private Path directory = Path.of("");

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aRunDirectoryIsReadAndKeepsAllGuarantees() throws IOException {
        HistoryLines.write(directory, 3, 1_000, true);
        String all = Arrays.stream(Guarantee.values()).map(Guarantee::label).collect(Collectors.joining(","));
        CommandRun run = CommandRun.of("check", directory.toString(), "--guarantee", all);
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).contains("convergence: holds (1007 operations)");
    }

    /** The other files of a run stand beside its history, under its name. */
    @Test
    void aHistoryOfItsOwnNameIsJudgedAsItsRunIs() {
        String history = directory.resolve("seed4.jsonl").toString();
        assertThat(CommandRun.of("simulate", "--seeds", "4", "--history", history)
                        .exitCode())
                .isZero();
        for (String file : List.of(history, history.replace(".jsonl", ".edn"))) {
            CommandRun run = CommandRun.of("check", file, "--guarantee", "bounded-staleness,exactly-once");
            assertThat(run.exitCode()).as("%s", run).isZero();
        }
    }

    @Test
    void aViolationIsToldWithItsOperations() throws IOException {
        String page = directory.resolve("why.html").toString();
        String history = file("stale.jsonl", STALE);
        CommandRun run =
                CommandRun.of("check", history, "--guarantee", "strict-serializable,serializable", "--timeline", page);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("strict-serializable: violated (2 operations, 1 anomaly)")
                .contains("G-single-realtime: T2 read 1 as nil, before T0 appended 1 to 1; T0 ended before T2 began")
                .contains("T0 (process 0, ok): append(1,1)")
                .contains("serializable: holds");
        assertThat(Files.readString(Path.of(page)))
                .contains("<svg", "T2 r(1)=nil", "realtime", "prefers-color-scheme: dark")
                .doesNotContain("http");
    }

    @Test
    void jsonIsForMachines() throws IOException {
        CommandRun run =
                CommandRun.of("check", file("stale.jsonl", STALE), "--guarantee", "strict-serializable", "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("\"guarantee\":\"strict-serializable\",\"verdict\":\"violated\",\"operations\":2,\"found\":1")
                .contains("{\"from\":0,\"to\":2,\"kind\":\"realtime\"");
    }

    @Test
    void unreadableIsTwoWithItsPlace() throws IOException {
        String bad = file("bad.jsonl", STALE + "{\"process\":1,\"type\":\"done\"}\n");
        assertThat(CommandRun.wrongUsage("check", bad, "--guarantee", "causal"))
                .contains("bad.jsonl:5: type 'done'; invoke, ok, fail and info are allowed");
        CommandRun.wrongUsage("check", directory.resolve("none").toString(), "--guarantee", "causal");
        assertThat(CommandRun.wrongUsage("check", file("stale.jsonl", STALE), "--guarantee", "magic"))
                .contains("guarantee 'magic'; allowed are linearizable, serializable");
    }

    @Test
    void undecidedIsThreeWithTheReason() throws IOException {
        CommandRun run = CommandRun.of("check", file("stale.jsonl", STALE), "--guarantee", "prefix");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("prefix: undecided").contains("the history has no versions");
        assertThat(CommandRun.of("check", file("empty.jsonl", ""), "--guarantee", "linearizable")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void allGuaranteesAreListed() {
        CommandRun run = CommandRun.of("check", "--guarantee", "list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(Guarantee.values().length);
    }
}
