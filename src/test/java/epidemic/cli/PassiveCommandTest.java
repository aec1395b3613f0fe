package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.config.EpidemicConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The command on real nodes, with scripts on its standard input. */
class PassiveCommandTest {
    @TempDir
    Path data;

    private static CommandRun script(String text, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return CommandRun.of(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private RunningSystem start(String... assignments) throws InterruptedException {
        EpidemicConfig config = EpidemicConfig.load(Optional.empty(), List.of(assignments));
        PrintWriter nobody = new PrintWriter(new StringWriter());
        return RunningSystem.start(config, data, nobody, nobody);
    }

    @Test
    void runsAScriptOnNodesOfItsOwn() {
        CommandRun ended = script(
                "list\nupdate hello\ncache 3600\nlist\n",
                "passive",
                "2",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--set",
                "passive.cache=1h");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("Caching time for the update 3600\nThe number of threads (other replicas): 2\n")
                .endsWith("Data in the main replica: hello\nData in the other replica: None\n"
                        + "Data in the other replica: None\n"
                        + ended.out().lines().reduce((first, last) -> last).orElseThrow() + "\n")
                .containsPattern("connected on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}\n");
        assertThat(ended.err()).contains("dashboard: http://");
    }

    /** Other clients go on with the address that they have. */
    @Test
    void programKeepsTheAddress() {
        CommandRun ended = script("program 1\n", "passive", "2", "--port", "0", "--data", data.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<String> dashboards = ended.err()
                .lines()
                .filter(line -> line.startsWith("dashboard: "))
                .toList();
        assertThat(dashboards).hasSize(2);
        assertThat(Set.copyOf(dashboards)).hasSize(1);
    }

    @Test
    void severalClientsSeeTheSameMainReplica() throws InterruptedException {
        try (RunningSystem running = start("strategy=passive", "passive.cache=0s", "http.port=0")) {
            CommandRun first = script("update hello\n", "passive", "--url", running.url());
            assertThat(first.exitCode()).as(first.err()).isZero();
            CommandRun second = script("list\n", "passive", "--url", running.url());
            assertThat(second.out()).contains("Caching time for the update 0", "Data in the main replica: hello");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> script("list\n", "passive", "--url", running.url())
                            .out()
                            .contains("Data in the other replica: hello\nData in the other replica: hello"));
            CommandRun third =
                    script("program 3\ncache nothing\nupdate next\nlist\n", "passive", "--url", running.url());
            assertThat(third.exitCode()).isEqualTo(ExitCode.FOUND);
            assertThat(third.err()).contains("error: program N is for", "error: cache time 'nothing'");
            assertThat(third.out()).contains("Data in the main replica: next");
        }
    }

    /** Other clients see who came and who went, and are told what is not for them. */
    @Test
    @Timeout(120)
    void anotherClientListsTheReplicasThatThereAreNow() throws Exception {
        try (TypedRun server = new TypedRun("passive", "2", "--port", "0", "--data", data.toString());
                TypedRun other = new TypedRun("passive", "--url", server.url())) {
            assertThat(other.does("list")).isEqualTo(listOf(2));
            server.types("program 3");
            server.awaits("The number of threads (other replicas): 3");
            assertThat(other.does("list")).isEqualTo(listOf(3));
            server.types("program 1");
            server.awaits("The number of threads (other replicas): 1");
            assertThat(other.does("list")).isEqualTo(listOf(1));
            assertThat(other.does("help")).contains("program N     begin anew, with N other replicas: refused here");
            assertThat(server.does("help")).contains("program N     begin anew, with N other replicas\n");
        }
    }

    @Test
    void helpSaysThatProgramIsNotForOtherClients() {
        assertThat(CommandRun.of("passive", "--help").out())
                .contains("Another client (--url) has all of them but program N");
    }

    /** Also after the server has begun anew. */
    @Test
    @Timeout(120)
    void theServerTellsOfUpdatesAndCacheTimesOfOtherClients() throws Exception {
        try (TypedRun server = new TypedRun("passive", "2", "--port", "0", "--data", data.toString());
                TypedRun other = new TypedRun("passive", "--url", server.url())) {
            other.does("update hello world");
            server.awaits("Receive commond from Client: update hello world\n");
            server.does("update mine");
            server.does("program 1");
            other.does("list");
            other.does("cache nothing");
            server.awaits("Receive commond from Client: cache nothing\n");
            other.does("cache 20");
            server.awaits("Receive commond from Client: cache 20\n");
            assertThat(server.printed().lines())
                    .filteredOn(line -> line.contains("Client: ") && !line.endsWith("wait 0"))
                    .containsExactly(
                            "Receive commond from Client: update hello world",
                            "Receive commond from Client: update mine",
                            "Receive commond from Client: program 1",
                            "Receive commond from Client: cache nothing",
                            "Receive commond from Client: cache 20");
        }
    }

    private static String listOf(int others) {
        return "Data in the main replica: None\n" + "Data in the other replica: None\n".repeat(others);
    }

    /** Those who hold the former history say so, and keep nobody from starting. */
    @Test
    @Timeout(60)
    void aMainReplicaThatHasLostItsDiskIsToldFromTheFormerOne() throws Exception {
        String[] settings = {"strategy=passive", "passive.cache=0s", "http.port=0"};
        try (RunningSystem running = start(settings)) {
            script("update hello\n", "passive", "--url", running.url());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> script("list\n", "passive", "--url", running.url())
                            .out()
                            .contains("Data in the other replica: hello\nData in the other replica: hello"));
        }
        Files.delete(data.resolve("M").resolve("versions.jsonl"));
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger nodes = (Logger) LoggerFactory.getLogger(NodeActor.class);
        nodes.addAppender(logged);
        for (int starts = 0; starts < 2; starts++) {
            try (RunningSystem running = start(settings)) {
                script("update other\n", "passive", "--url", running.url());
                await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    CommandRun listed = script("list\n", "passive", "--url", running.url());
                    assertThat(listed.out()).contains("Data in the main replica: other");
                    assertThat(listed.err())
                            .contains("R1: R1 holds version 1 of another history than M")
                            .contains("R2: R2 holds version 1 of another history than M");
                });
            }
        }
        nodes.detachAppender(logged);
        assertThat(List.copyOf(logged.list))
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("R1 holds version 1 of another history"))
                .anyMatch(line -> line.startsWith("M met R1, which holds version 1 of another history"));
    }

    @Test
    void wrongUsageAndOtherSystemsAreTold() throws InterruptedException {
        CommandRun both = script("", "passive", "2", "--url", "http://127.0.0.1:1");
        assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(both.err()).contains("--url asks a system that runs");
        CommandRun nobody = script("", "passive", "--url", "http://127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(nobody.err()).contains("nobody answers");
        CommandRun none = script("", "passive", "0");
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.err()).contains("epidemic.passive.replicas = 0: 1 to 63 is allowed");
        try (RunningSystem running = start("http.port=0")) {
            CommandRun other = script("", "passive", "--url", running.url());
            assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(other.err()).contains("is layered: one that is passive is allowed");
        }
    }
}
