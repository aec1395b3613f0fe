package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Session;
import epidemic.kernel.Value;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of a replicated log's node, whose part the test plays. */
class LogApiTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final NodeId M = NodeId.of("M");

    private final NodeDirectory directory = new NodeDirectory();
    private List<ReplicaView.Feed> feeds = List.of();
    private List<ReadResult> reads = List.of();
    private final TestProbe<NodeCall.Execute> executed = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Appends at once, as the seventh message, and has this to say of itself. */
    private LogApi api(NodeStatus.State state, List<Detail> details, boolean isMaster) {
        ReplicaView view = new ReplicaView("master", 7, 0, 1, List.of(), false, "read-only", feeds).with(details);
        Behavior<NodeCall> node = Behaviors.receiveMessage(command -> {
            if (command instanceof NodeCall.Execute execute) {
                executed.ref().tell(execute);
                Outcome outcome = new Outcome.Committed(M, 0, 7, reads);
                execute.replyTo()
                        .tell(new NodeCall.Executed(execute.transaction().id(), outcome, 1));
            } else if (command instanceof NodeCall.GetStatus get) {
                get.replyTo().tell(new NodeStatus(M, state, view, List.of()));
            }
            return Behaviors.same();
        });
        directory.arrived(M, KIT.spawn(node));
        LogNode served = new LogNode(KIT.system(), directory, M, isMaster, 2, false);
        return new LogApi(served, new Gate(Optional.empty()), new Bodies(KIT.system(), 1_000_000));
    }

    private LogApi unreachable() {
        return api(NodeStatus.State.STARTING, List.of(), true);
    }

    private static HttpResponse answer(LogApi api, HttpRequest request) {
        return api.answer(request, new ClientLine())
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static String text(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().utf8String();
    }

    private static String posted(LogApi api, String target, String body) {
        HttpResponse response = answer(api, HttpRequest.POST(target).withEntity(body.replace('\'', '"')));
        return response.status().intValue() + " " + text(response);
    }

    @Test
    void whereNothingIsKnownAsManyHoldTheMessageAsTheConfigurationWants() {
        assertThat(posted(unreachable(), "/messages", "{'message':'x'}")).startsWith("200 {\"id\":7,\"acks\":2,");
        assertThat(posted(unreachable(), "/messages", "{'message':'x','w':3}")).startsWith("200 {\"id\":7,\"acks\":3,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/messages?w=2&w=2     | {'message':'x'}         | 200 | \"id\":7",
                "/messages?w=2         | {'message':'x','wc':2}  | 200 | \"id\":7",
                "/messages/            | {'message':'x','w':1}   | 200 | \"id\":7",
                "/append/              | {'message':'x','w':1}   | 200 | \"id\":7",
                "/messages//           | {'message':'x','w':1}   | 404 | not-found",
                "/messages?w=1         | {'message':'x','w':2}   | 400 | write concern 2 in the body and 1 in the query: one number",
                "/messages?w=1&wc=3    | {'message':'x'}         | 400 | write concern 1 in the query and 3 again: one number",
                "/messages?w=1&w=x     | {'message':'x','w':1}   | 400 | write concern 'w' = x",
                "/messages?w=0         | {'message':'x','w':1}   | 400 | write concern 'w' = 0: a whole number without quotes is allowed",
                "/messages             | {'message':'x','w':'2'} | 400 | a whole number without quotes is allowed, 1 (the master only) to",
                "/messages             | {'message':'x','w':2.0} | 400 | write concern 'w' = 2.0: a whole number without"
            })
    void theWriteConcernIsOneNumber(String target, String body, int status, String part) {
        assertThat(posted(unreachable(), target, body)).startsWith(status + " ").contains(part);
        if (status == 200) {
            assertThat(executed.receiveMessage().transaction().session())
                    .isEqualTo(Session.NONE.withWriteConcern(target.contains("w=2") ? 2 : 1));
        } else {
            executed.expectNoMessage();
        }
    }

    @Test
    void bytesThatAreNoTextAreABadRequest() {
        HttpRequest request = HttpRequest.POST("/messages").withEntity(new byte[] {'x', (byte) 0xff});
        HttpResponse response = answer(unreachable(), request);
        assertThat(response.status().intValue()).isEqualTo(400);
        assertThat(text(response)).isEqualTo("{\"error\":\"bad-request\",\"message\":\"the body is not in UTF-8\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "M  | PUT    | /messages | GET, POST | PUT is not possible at /messages",
                "M  | GET    | /append/  | POST      | GET is not possible at /append",
                "M  | POST   | /list     | GET       | POST is not possible at /list",
                "M  | DELETE | /health   | GET       | DELETE is not possible at /health",
                "S1 | POST   | /messages | GET       | a secondary: the master takes messages",
                "S1 | POST   | /append   | ''        | a secondary: the master takes messages",
                "S1 | GET    | /append   | ''        | GET is not possible at /append",
                "S1 | GET    | /test     | POST      | GET is not possible at /test",
            })
    void whatAPathDoesNotTakeIsToldWithWhatItTakes(
            String node, String method, String path, String allowed, String part) {
        LogApi api = api(NodeStatus.State.UP, List.of(), node.equals("M"));
        HttpResponse response = answer(
                api,
                HttpRequest.create(path).withMethod(HttpMethods.lookup(method).orElseThrow()));
        assertThat(response.status().intValue()).isEqualTo(405);
        assertThat(response.getHeader("Allow")).map(HttpHeader::value).contains(allowed);
        assertThat(text(response)).contains("\"method-not-allowed\"").contains(part);
    }

    @ParameterizedTest
    @CsvSource({"/test, /messages and /health are", "/other, /messages and /health are"})
    void whatIsNotThereIsNotFound(String path, String part) {
        HttpResponse response = answer(unreachable(), HttpRequest.GET(path));
        assertThat(response.status().intValue()).isEqualTo(404);
        assertThat(text(response)).contains("\"not-found\"").contains(part);
    }

    @Test
    void transactionsReadAPostedMessageWithItsEscapes() {
        assertThat(posted(unreachable(), "/messages", "{'message':'C:\\\\new','w':1}"))
                .startsWith("200 ");
        assertThat(executed.receiveMessage().transaction().operations())
                .containsExactly(new Operation.Append("log", "C:\\\\new"));
    }

    @Test
    void whatTransactionsAppendIsReadWithItsEscapesReplaced() throws JsonProcessingException {
        Value.Sequence appended = Value.Sequence.EMPTY
                .append("C:\\new")
                .append("C:\\\\new")
                .append("C:\\x")
                .append("C:\\Music");
        reads = List.of(new ReadResult("log", Optional.of(appended)));
        String shown = text(answer(unreachable(), HttpRequest.GET("/messages")));
        assertThat(new ObjectMapper().readValue(shown, String[].class))
                .containsExactly("C:\new", "C:\\new", "C:\\x", "C:\rusic");
    }

    @Test
    void testSwitchesNeedFaultsToBeEnabled() {
        LogApi secondary = api(NodeStatus.State.UP, List.of(), false);
        assertThat(posted(secondary, "/test", "{'delay':'1s'}"))
                .isEqualTo(
                        "403 {\"error\":\"faults-disabled\",\"message\":\"faults need epidemic.faults.enabled = true\"}");
        executed.expectNoMessage();
    }

    /** A master may be read-only for other reasons than a quorum's want. */
    @ParameterizedTest
    @CsvSource({"yes,true", "no,false"})
    void healthTellsWhetherThereIsAQuorum(String detail, boolean quorum) {
        LogApi master = api(NodeStatus.State.UP, List.of(Detail.word("quorum", detail)), true);
        assertThat(text(answer(master, HttpRequest.GET("/health/"))))
                .contains("\"status\":\"Read-only\"")
                .contains("\"quorum\":" + quorum + ",");
    }

    @Test
    void healthTellsOfALogThatIsAnotherOne() {
        LogApi secondary = api(NodeStatus.State.UP, List.of(), false);
        assertThat(text(answer(secondary, HttpRequest.GET("/health")))).contains("\"status\":\"Diverged\"");
        ReplicaView.Feed feed = new ReplicaView.Feed(NodeId.of("S1"), 0, false, Optional.empty(), Optional.empty());
        feeds = List.of(feed);
        List<Detail> details = List.of(
                Detail.word("quorum", "yes"),
                Detail.word("health", "Healthy").about(feed.target()),
                Detail.word("log", "another one").about(feed.target()),
                Detail.count("retries", 3).about(feed.target()));
        LogApi master = api(NodeStatus.State.UP, details, true);
        assertThat(text(answer(master, HttpRequest.GET("/health"))))
                .contains(
                        "[{\"node\":\"S1\",\"status\":\"Healthy\",\"log\":\"another one\",\"acknowledged\":0,\"retries\":3}]")
                .contains("\"details\":{}");
    }
}
