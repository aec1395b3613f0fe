package epidemic.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a shell sees them: exit code, standard output, standard error, files. */
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private CommandRun run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--until-done", "--data", data()));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static PrintWriter quiet() {
        return new PrintWriter(new StringWriter());
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    private JsonNode summary() throws IOException {
        return JSON.readTree(folder.resolve("out.json").toFile());
    }

    @Test
    void runWritesSummaryAndLogs() throws IOException {
        String story = file("story.txt", "b, w(49,53), c", "b, r(49), a(7,x), c", "49 7 0");
        CommandRun ended = run(
                "--transactions", story, "--summary", folder.resolve("out.json").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("3 committed, 0 refused, 0 unknown, 0 bad lines");
        assertThat(ended.out()).containsPattern("dashboard: http://127\\.0\\.0\\.1:\\d+/");
        assertThat(summary().get("strategy").asText()).isEqualTo("layered");
        assertThat(summary().get("transactions").get(1).get("reads").toString()).isEqualTo("[[\"49\",\"53\"]]");
        assertThat(summary().get("transactions").get(2).get("reads").toString())
                .isEqualTo("[[\"49\",\"53\"],[\"7\",[\"x\"]]]");
        assertThat(summary().get("nodes")).hasSize(7);
        assertThat(summary().get("nodes").get(0).get("data").toString()).isEqualTo("{\"49\":\"53\",\"7\":[\"x\"]}");
        assertThat(summary().get("nodes").get(3).get("pending").asInt()).isEqualTo(2);
        Path a1 = folder.resolve("data/A1/versions.jsonl");
        assertThat(Files.mismatch(a1, folder.resolve("data/A2/versions.jsonl"))).isEqualTo(-1);
        assertThat(Files.mismatch(a1, folder.resolve("data/A3/versions.jsonl"))).isEqualTo(-1);
    }

    @Test
    void runPrintsJsonAndNothingElse() throws IOException {
        CommandRun ended = run("--transactions", file("story.txt", "b, w(grün,ä€😀), r(grün), c"), "--json");
        assertThat(ended.exitCode()).isZero();
        JsonNode json = JSON.readTree(ended.out());
        assertThat(json.at("/transactions/0/reads/0/1").asText()).isEqualTo("ä€😀");
        assertThat(json.at("/counts/committed").asInt()).isEqualTo(1);
        assertThat(json.get("nodes")).hasSize(7);
        assertThat(ended.err()).contains("dashboard: http://");
    }

    @Test
    void runGoesOnWithTheDataThatIsThere() throws IOException {
        String story = file("story.txt", "1.a", "1.b", "1.c", "1.d", "1.e", "1.f");
        assertThat(run("--transactions", story).exitCode()).isZero();
        CommandRun again = run("--transactions", story);
        assertThat(again.out()).contains("A3   layer 0  version 12").contains("B1   layer 1  version 10  pending 2");
    }

    @Test
    void badLinesAreReportedAndTheOthersRun() throws IOException {
        String story = file("story.txt", "1.a", "b, w(1)", "30 49 69", "1.b");
        CommandRun ended = run(
                "--transactions", story, "--summary", folder.resolve("out.json").toString());
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains(story + ":2: ").contains(story + ":3: ");
        assertThat(ended.out()).contains("2 committed, 0 refused, 0 unknown, 2 bad lines");
        assertThat(summary().get("errors")).hasSize(2);
    }

    @Test
    void strictRunsNothingIfALineIsBad() throws IOException {
        String story = file("story.txt", "1.a", "b, w(1)");
        CommandRun ended = run("--strict", "--transactions", story);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains(story + ":2: ").contains("nothing was run");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aKindMismatchIsRefusedAndExitsWith1() throws IOException {
        CommandRun ended = run("--transactions", file("story.txt", "1.a", "1+b"));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("1 committed, 1 refused");
    }

    @Test
    void unreadableInputIsWrongUsage() {
        CommandRun ended = run("--transactions", folder.resolve("nothing.txt").toString());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("nothing.txt").contains("no such file").doesNotContain("\tat ");
    }

    @Test
    void withoutFilesThereIsNothingToWaitForAndTheNodesAreSummedUp() throws IOException {
        CommandRun ended = run("--summary", folder.resolve("out.json").toString());
        assertThat(ended.exitCode()).isZero();
        assertThat(summary().get("transactions")).isEmpty();
        assertThat(summary().get("nodes")).hasSize(7);
    }

    @Test
    void aSummaryThatCannotBeWrittenIsToldBeforeAnythingRuns() throws IOException {
        String nowhere = folder.resolve("nowhere/out.json").toString();
        CommandRun ended = CommandRun.of(
                "run",
                "--until-done",
                "--data",
                data(),
                "--port",
                "0",
                "--summary",
                nowhere,
                "--transactions",
                file("story.txt", "1.a"));
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("the summary " + nowhere);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void wrongSettingsAreToldInOneLine() throws IOException {
        String story = file("story.txt", "1.a");
        assertThat(run("--transactions", story, "--set", "layered.layer1.evry=5")
                        .err())
                .contains("layered.layer1.evry")
                .contains("layered.layer1.every")
                .doesNotContain("\tat ");
        CommandRun range = run("--transactions", story, "--set", "layered.layer1.every=0");
        assertThat(range.exitCode()).isEqualTo(2);
        assertThat(range.err())
                .contains("layer1.every = 0")
                .contains("1 or more")
                .doesNotContain("\tat ");
        assertThat(run("--transactions", story, "--strategy", "nonsense").err())
                .contains("no strategy 'nonsense'; allowed: layered");
        assertThat(run("--transactions", story, "--settle", "soon").exitCode()).isEqualTo(2);
    }

    @Test
    void twoRunsCannotHaveOneDataDirectory() throws Exception {
        epidemic.runtime.config.EpidemicConfig config =
                epidemic.runtime.config.EpidemicConfig.load(java.util.Optional.empty(), List.of("http.port=0"));
        try (RunningSystem first = RunningSystem.start(config, Path.of(data()), quiet(), quiet())) {
            CommandRun second = run("--transactions", file("story.txt", "1.a"));
            assertThat(first.url()).isNotEmpty();
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err().lines())
                    .singleElement(as(STRING))
                    .contains("data directory " + data() + " is in use", "--data");
        }
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        try (java.net.ServerSocket taken =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            String story = file("story.txt", "1.a");
            CommandRun ended = run("--transactions", story, "--port", Integer.toString(taken.getLocalPort()));
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("cannot listen at 127.0.0.1:" + taken.getLocalPort())
                    .contains("--port");
        }
    }

    @Test
    void submitGivesTheSameOutcomesAsRun() throws Exception {
        epidemic.runtime.config.EpidemicConfig config =
                epidemic.runtime.config.EpidemicConfig.load(java.util.Optional.empty(), List.of("http.port=0"));
        String story = file("story.txt", "b, w(49,53), r(49), c", "49 0", "49 1", "oops(");
        try (RunningSystem running = RunningSystem.start(config, Path.of(data()), quiet(), quiet())) {
            CommandRun ended = CommandRun.of(
                    "submit",
                    story,
                    "--url",
                    running.url(),
                    "--summary",
                    folder.resolve("out.json").toString());
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out()).contains("3 committed, 0 refused, 0 unknown, 1 bad lines");
            assertThat(summary().get("transactions").get(1).get("reads").toString())
                    .isEqualTo("[[\"49\",\"53\"]]");
            assertThat(summary().get("transactions").get(2).get("reads").toString())
                    .isEqualTo("[[\"49\",null]]");
            assertThat(summary().get("nodes")).hasSize(7);
            CommandRun again = CommandRun.of("submit", story, "--url", running.url(), "--json");
            assertThat(again.exitCode()).isEqualTo(1);
            JsonNode json = JSON.readTree(again.out());
            assertThat(json.get("transactions")).hasSize(3);
            assertThat(json.get("counts").toString())
                    .isEqualTo("{\"committed\":3,\"refused\":0,\"unknown\":0,\"badLines\":1}");
        }
        CommandRun away = CommandRun.of("submit", "--json", story, "--url", "http://127.0.0.1:1");
        assertThat(away.exitCode()).isEqualTo(2);
        assertThat(away.err()).contains("http://127.0.0.1:1").doesNotContain("\tat ");
    }

    @Test
    void logPrintsAVersionALine() throws IOException {
        run("--transactions", file("story.txt", "b, w(49,53), a(7,x), c", "b, w(49,54), c"));
        CommandRun people = CommandRun.of("log", "A2", "--data", data());
        assertThat(people.exitCode()).isZero();
        assertThat(people.out().lines().toList()).hasSize(3);
        assertThat(people.out()).contains("VERSION").contains("49 = 53, 7 += x").contains("49 = 54");
        CommandRun lines = CommandRun.of("log", "A2", "--data", data(), "--json");
        assertThat(lines.out()).isEqualTo(Files.readString(folder.resolve("data/A2/versions.jsonl")));
        CommandRun none = CommandRun.of("log", "Z9", "--data", data());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no version log").contains("Z9");
    }

    @Test
    void aDamagedLogIsToldWithItsPlace() throws IOException {
        run("--transactions", file("story.txt", "b, w(1,1), c", "b, w(1,2), c", "b, w(1,3), c"));
        Path log = folder.resolve("data/A1/versions.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        lines.set(1, "garbage");
        Files.write(log, lines);
        String told = log + ":2: damaged line: no JSON object in UTF-8";
        CommandRun people = CommandRun.of("log", "A1", "--data", data());
        assertThat(people.exitCode()).isEqualTo(2);
        assertThat(people.err()).contains(told);
        assertThat(people.out()).contains("1 = 1").doesNotContain("1 = 3");
        CommandRun again = CommandRun.of("run", "--until-done", "--port", "0", "--data", data());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("epidemic: " + told);
    }

    /** By a process, for what this one prints is not encoded. */
    @Test
    void whatIsPrintedIsUtf8WhateverTheLocale() throws IOException {
        run("--transactions", file("story.txt", "b, w(grün,€), c"));
        ProcessBuilder command = new ProcessBuilder(Jvms.epidemic("log", "A1", "--data", data(), "--json"));
        command.environment().put("LC_ALL", "C");
        Process log = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] printed = log.getInputStream().readAllBytes();
        assertThat(printed).isEqualTo(Files.readAllBytes(folder.resolve("data/A1/versions.jsonl")));
    }

    @Test
    void logsAreCompactedAndTheNextRunGoesOnBehindTheSnapshot() throws IOException {
        List<String> updates = new ArrayList<>();
        for (int index = 1; index <= 60; index++) {
            updates.add("b, w(k" + index % 7 + "," + index + "), a(list," + index + "), c");
        }
        String story = file("story.txt", updates.toArray(String[]::new));
        for (int round = 1; round <= 2; round++) {
            run(
                    "--transactions",
                    story,
                    "--summary",
                    folder.resolve("out.json").toString(),
                    "--set",
                    "layered.core.max-in-flight=1",
                    "--set",
                    "layered.history-window=10",
                    "--set",
                    "layered.layer1.every=5",
                    "--set",
                    "storage.keep-versions=10");
            assertThat(summary().at("/nodes/0/version").asLong()).isEqualTo(60L * round);
            assertThat(summary().at("/nodes/0/data/list")).hasSize(60 * round);
        }
        String first = Files.readString(folder.resolve("data/A2/versions.jsonl"))
                .lines()
                .findFirst()
                .orElseThrow();
        assertThat(first).startsWith("{\"snapshot\":");
        CommandRun people = CommandRun.of("log", "A2", "--data", data());
        assertThat(people.exitCode()).isZero();
        assertThat(people.out())
                .contains("(a snapshot stands for the versions up to this one)")
                .contains("k4 = 60");
        assertThat(people.out().lines().count()).isBetween(12L, 100L);
        CommandRun tooFew = CommandRun.of("run", "--set", "storage.keep-versions=1000", "--until-done");
        assertThat(tooFew.exitCode()).isEqualTo(2);
        assertThat(tooFew.err())
                .contains("epidemic.storage.keep-versions = '1000'")
                .contains("off, or 100000 or more (as layered.history-window");
    }

    @Test
    void explainAndConfigTellWhatThereIs() {
        assertThat(CommandRun.of("explain").out()).startsWith("layered  ");
        assertThat(CommandRun.of("explain", "layered").out())
                .contains("every 10 updates")
                .contains("every 10 seconds");
        assertThat(CommandRun.of("explain", "--strategy", "layered").out())
                .isEqualTo(CommandRun.of("explain", "layered").out());
        assertThat(CommandRun.of("explain", "nonsense").exitCode()).isEqualTo(2);
        CommandRun config = CommandRun.of("config", "--set", "layered.layer1.every=7");
        assertThat(config.out()).containsPattern("epidemic\\.layered\\.layer1\\.every +7 +--set");
        assertThat(CommandRun.of("config", "--json").out()).startsWith("[{");
    }

    @Test
    void helpAndUsage() {
        assertThat(CommandRun.of("--help").exitCode()).isZero();
        for (String command : List.of("run", "submit", "log", "explain", "config")) {
            CommandRun help = CommandRun.of(command, "--help");
            assertThat(help.exitCode()).as(command).isZero();
            assertThat(help.out()).as(command).contains("Usage: epidemic " + command);
        }
        assertThat(CommandRun.of().exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("rum").err()).contains("run");
        assertThat(CommandRun.of("run", "--transaction", "x").exitCode()).isEqualTo(2);
    }

    private int check(String guarantees) {
        return CommandRun.of("check", folder.resolve("h").toString(), "--guarantee", guarantees)
                .exitCode();
    }

    @Test
    void aRunOfFilesWritesAHistoryThatCanBeJudged() throws IOException {
        String one = file("one.txt", "b, w(49,1), r(7), c", "b, a(7,x), c", "49 7 0", "49 7 1");
        String other = file("other.txt", "b, w(49,2), r(7), c", "b, a(7,y), c", "49 7 0");
        CommandRun ended = run(
                "--transactions",
                one,
                "--transactions",
                other,
                "--history",
                folder.resolve("h").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("no final read at B1: it holds version 0 of 4");
        assertThat(check("strict-serializable,prefix,exactly-once,causal,bounded-staleness"))
                .isZero();
        assertThat(check("convergence")).as("B1 to C2 are behind").isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve("h/history.jsonl"))).hasSize(2 * (7 + 3));
        assertThat(Files.readString(folder.resolve("h/meta.json"))).contains("\"mode\":\"mixed\"", "\"batch\":10");
    }

    @Test
    void aRunOfClientsEndsWithAllNodesAtOneVersion() throws IOException {
        CommandRun ended = run(
                "--clients",
                "4",
                "--operations",
                "300",
                "--set",
                "layered.layer2.interval=300ms",
                "--history",
                folder.resolve("h").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(check("strict-serializable,prefix,exactly-once,convergence")).isZero();
    }

    @Test
    void aHistoryBeginsWithEmptyLogs() throws IOException {
        String story = file("story.txt", "1.a");
        assertThat(run("--transactions", story).exitCode()).isZero();
        CommandRun again =
                run("--transactions", story, "--history", folder.resolve("h").toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("versions.jsonl has versions").contains("--history");
        assertThat(folder.resolve("h")).doesNotExist();
    }

    @Test
    void wrongUsageOfClientsIsTold() throws IOException {
        assertThat(run("--operations", "5").err()).contains("--clients is missing");
        assertThat(run("--clients", "0").err()).contains("1 to 1000 are allowed");
        assertThat(run("--clients", "2", "--operations", "0").err()).contains("1 or more");
        assertThat(run("--clients", "2", "--transactions", file("s.txt", "1.a")).err())
                .contains("one of them is allowed");
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
