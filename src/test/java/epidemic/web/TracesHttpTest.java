package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.logging.NodeLog;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A transaction keeps the trace that its client began. */
class TracesHttpTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String GOOD = "00-" + ID + "-" + SPAN + "-01";

    @TempDir
    private static Path data;

    private static RunningSystem lab;

    @BeforeAll
    static void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void theAnswerIsAStepOfTheSameTrace() {
        String answered = traceOf(post("{\"operations\":[{\"write\":\"1\",\"value\":\"a\"}]}", GOOD));
        assertThat(answered).startsWith("00-" + ID + "-").endsWith("-01").doesNotContain(SPAN);
    }

    @Test
    void refusalsAndReadsAreTraced() {
        RunningSystem.Reply refused = lab.send(lab.request("/api/transactions?node=B1")
                .header("Content-Type", "text/plain")
                .header("Session", "1000000")
                .header("traceparent", GOOD)
                .POST(HttpRequest.BodyPublishers.ofString("b1, r(1), c")));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(traceOf(refused)).contains(ID);
    }

    @Test
    void theJsonMayCarryItWhereHeadersCannotAndTheHeaderWins() {
        String body = "{\"traceparent\":\"" + GOOD + "\",\"operations\":[{\"read\":\"1\"}]}";
        assertThat(traceOf(lab.postJson("/api/transactions", body))).contains(ID);
        String other = "11111111111111111111111111111111";
        assertThat(traceOf(post(body, "00-" + other + "-" + SPAN + "-00")))
                .contains(other)
                .endsWith("-00");
        RunningSystem.Reply wrong =
                lab.postJson("/api/transactions", "{\"traceparent\":7,\"operations\":[{\"read\":\"1\"}]}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("traceparent");
    }

    @Test
    void aBadOneIsAsIfItWasNotThere() {
        for (String bad : List.of("ff-" + ID + "-" + SPAN + "-01", "00-" + ID + "-0000000000000000-01", "x")) {
            RunningSystem.Reply reply = post("{\"operations\":[{\"read\":\"1\"}]}", bad);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(traceOf(reply))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                    .doesNotContain(ID);
        }
        RunningSystem.Reply twice = lab.send(lab.request("/api/transactions")
                .header("Content-Type", "text/plain")
                .header("traceparent", GOOD)
                .header("traceparent", GOOD)
                .POST(HttpRequest.BodyPublishers.ofString("b, r(1), c")));
        assertThat(traceOf(twice)).doesNotContain(ID);
    }

    @Test
    void aPastTransactionTellsItsTrace() {
        post("{\"id\":\"traced:1\",\"operations\":[{\"write\":\"1\",\"value\":\"a\"}]}", GOOD);
        assertThat(traceOf(lab.get("/api/transactions/traced:1"))).isEqualTo(GOOD);
        lab.postJson("/api/transactions", "{\"id\":\"plain:1\",\"operations\":[{\"write\":\"1\",\"value\":\"a\"}]}");
        assertThat(lab.get("/api/transactions/plain:1").response().headers().firstValue("traceparent"))
                .isEmpty();
    }

    @Test
    void theNodesLinesCarryTraceAndNode() {
        Logger log = (Logger) LoggerFactory.getLogger(NodeActor.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        log.addAppender(heard);
        log.setLevel(Level.DEBUG);
        try {
            String body = "{\"id\":\"seen:1\",\"operations\":[{\"write\":\"1\",\"value\":\"a\"}]}";
            lab.send(lab.request("/api/transactions?node=A3")
                    .header("Content-Type", "application/json")
                    .header("traceparent", GOOD)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        } finally {
            log.setLevel(null);
            log.detachAppender(heard);
        }
        List<ILoggingEvent> lines = heard.list.stream()
                .filter(line -> line.getFormattedMessage().contains("seen:1"))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).getFormattedMessage()).isEqualTo("A3 takes seen:1");
        assertThat(lines.get(1).getFormattedMessage()).startsWith("A3 answers seen:1: committed, version ");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry(NodeLog.TRACE, ID)
                        .containsEntry(NodeLog.NODE, "A3"));
    }

    private static RunningSystem.Reply post(String json, String trace) {
        return lab.send(lab.request("/api/transactions")
                .header("Content-Type", "application/json")
                .header("traceparent", trace)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String traceOf(RunningSystem.Reply reply) {
        return reply.response().headers().firstValue("traceparent").orElse("");
    }
}
