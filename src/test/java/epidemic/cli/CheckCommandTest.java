package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.Guarantee;
import epidemic.check.HistoryLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    private static final String STALE = """
            {"process":0,"type":"invoke","f":"txn","value":[["append",1,1]]}
            {"process":0,"type":"ok","f":"txn","value":[["append",1,1]]}
            {"process":1,"type":"invoke","f":"txn","value":[["r",1,null]]}
            {"process":1,"type":"ok","f":"txn","value":[["r",1,null]]}
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine commandLine = EpidemicCommand.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(all);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aRunDirectoryIsReadAndKeepsAllGuarantees() throws IOException {
        HistoryLines.write(directory, 3, 1_000, true);
        String all = Arrays.stream(Guarantee.values()).map(Guarantee::label).collect(Collectors.joining(","));
        assertThat(check(directory.toString(), "--guarantee", all))
                .as(out + "" + err)
                .isZero();
        assertThat(out.toString()).contains("convergence: holds (1007 operations)");
    }

    @Test
    void aViolationIsToldWithItsOperations() throws IOException {
        String page = directory.resolve("why.html").toString();
        String history = file("stale.jsonl", STALE);
        assertThat(check(history, "--guarantee", "strict-serializable,serializable", "--timeline", page))
                .isEqualTo(1);
        assertThat(out.toString())
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
        assertThat(check(file("stale.jsonl", STALE), "--guarantee", "strict-serializable", "--json"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("\"guarantee\":\"strict-serializable\",\"verdict\":\"violated\",\"operations\":2,\"found\":1")
                .contains("{\"from\":0,\"to\":2,\"kind\":\"realtime\"");
    }

    @Test
    void unreadableIsTwoWithItsPlace() throws IOException {
        assertThat(check(file("bad.jsonl", STALE + "{\"process\":1,\"type\":\"done\"}\n"), "--guarantee", "causal"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("bad.jsonl:5: type 'done'; invoke, ok, fail and info are allowed");
        assertThat(check(directory.resolve("none").toString(), "--guarantee", "causal"))
                .isEqualTo(2);
        assertThat(check(file("stale.jsonl", STALE), "--guarantee", "magic")).isEqualTo(2);
        assertThat(err.toString()).contains("guarantee 'magic'; allowed are linearizable, serializable");
    }

    @Test
    void undecidedIsThreeWithTheReason() throws IOException {
        assertThat(check(file("stale.jsonl", STALE), "--guarantee", "prefix")).isEqualTo(3);
        assertThat(out.toString()).contains("prefix: undecided").contains("the history has no versions");
        assertThat(check(file("empty.jsonl", ""), "--guarantee", "linearizable"))
                .isEqualTo(3);
    }

    @Test
    void allGuaranteesAreListed() {
        assertThat(check("--guarantee", "list")).isZero();
        assertThat(out.toString().lines()).hasSize(Guarantee.values().length);
    }
}
