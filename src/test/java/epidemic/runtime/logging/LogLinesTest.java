package epidemic.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.ConfigSources;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.LogSettings;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Whatever is logged about a node carries its id, in both formats. */
class LogLinesTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final LogSettings TEXT = new LogSettings("text", "INFO");
    private static final LogSettings JSON = new LogSettings("json", "INFO");

    @TempDir
    private Path directory;

    @AfterEach
    void asBefore() {
        LogSetup.apply(TEXT);
    }

    @Test
    void textNamesTheNodeInBrackets() {
        String lines = logged(TEXT, () -> {
            NodeLog.of(LogLinesTest.class, A1).warn("{} things", 3);
            LoggerFactory.getLogger(LogLinesTest.class).warn("of nobody");
        });
        assertThat(lines.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(
                                        "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  \\[A1] e\\.r\\.l\\.LogLinesTest - 3 things"),
                        line -> assertThat(line).contains(" WARN  [] ").endsWith(" - of nobody"));
    }

    @Test
    void jsonIsOneObjectALine() throws IOException {
        String lines = logged(
                JSON,
                () -> NodeLog.of(LogLinesTest.class, A1)
                        .error("a \"quoted\"\nline of {}", "two", new IllegalStateException("broken")));
        assertThat(lines.lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines);
        assertThat(line.get("node").asText()).isEqualTo("A1");
        assertThat(line.get("level").asText()).isEqualTo("ERROR");
        assertThat(line.get("formattedMessage").asText()).isEqualTo("a \"quoted\"\nline of two");
        assertThat(line.get("loggerName").asText()).isEqualTo(LogLinesTest.class.getName());
        assertThat(line.get("timestamp").asLong()).isPositive();
        assertThat(line.at("/throwable/message").asText()).isEqualTo("broken");
        assertThat(line.get("threadName").asText()).isNotEmpty();
    }

    @Test
    void debugIsWrittenIfTheLevelSaysSo() {
        NodeLog log = NodeLog.of(LogLinesTest.class, A1);
        assertThat(logged(TEXT, () -> log.debug("hidden"))).isEmpty();
        assertThat(logged(new LogSettings("text", "DEBUG"), () -> log.debug("shown")))
                .contains("DEBUG [A1] ")
                .contains("shown");
        assertThat(MDC.get(NodeLog.NODE)).isNull();
    }

    /** Pekko's own line about a failed actor names no node; ours do. */
    @Test
    void aNodeThatFailsIsNamedInEveryLine() throws IOException {
        Files.writeString(directory.resolve("B1"), "a file where the node's directory should be");
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        heard.setContext(root.getLoggerContext());
        heard.start();
        root.addAppender(heard);
        ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
        NodeDirectory nodes = new NodeDirectory();
        kit.spawn(sevenNodes(nodes));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> nodes.failureOf(NodeId.of("B1")).isPresent()
                        && nodes.node(NodeId.of("B1")).isEmpty());
        root.detachAppender(heard);
        kit.shutdownTestKit();
        assertThat(List.copyOf(heard.list))
                .filteredOn(line -> line.getLoggerName().startsWith("epidemic."))
                .hasSizeGreaterThan(1)
                .anyMatch(line -> line.getFormattedMessage().contains("B1 stopped by itself"))
                .allMatch(line -> NodeOfLine.find(line, root.getLoggerContext()).equals("B1"), "names B1");
    }

    @Test
    void theProcessOfOneNodeNamesItInEveryLine() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LogSetup.processIs(NodeId.of("C1"));
        try {
            String lines = logged(
                    JSON, () -> LoggerFactory.getLogger(LogLinesTest.class).warn("of nobody"));
            assertThat(lines).contains("\"node\":\"C1\"");
        } finally {
            root.getLoggerContext().putProperty(NodeLog.NODE, "");
        }
    }

    @Test
    void environmentAndKeysChoose() {
        assertThat(settings(Map.of(), List.of())).isEqualTo(TEXT);
        assertThat(settings(Map.of("EPIDEMIC_LOG_FORMAT", "json"), List.of())).isEqualTo(JSON);
        assertThat(settings(Map.of("EPIDEMIC_LOG_FORMAT", "json"), List.of("log.format=text", "log.level=debug")))
                .isEqualTo(new LogSettings("text", "DEBUG"));
    }

    private Behavior<LocalCluster.Command> sevenNodes(NodeDirectory nodes) {
        Strategy strategy = StrategyCatalog.named("layered");
        MapSettings settings = MapSettings.layered();
        return LocalCluster.create(new LocalCluster.Setup(
                strategy.topology(settings),
                node -> strategy.replica(node, settings),
                strategy.codec(),
                directory,
                StoragePolicy.of(SyncMode.NEVER),
                nodes,
                NodeClock.system(),
                NodeObserver.NONE,
                1,
                DispatcherSelector.defaultDispatcher(),
                DispatcherSelector.blocking()));
    }

    private static LogSettings settings(Map<String, String> environment, List<String> assignments) {
        return EpidemicConfig.load(new ConfigSources(assignments, environment, Map.of(), Optional.empty()))
                .log();
    }

    private static String logged(LogSettings settings, Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            LogSetup.apply(settings);
            work.run();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
