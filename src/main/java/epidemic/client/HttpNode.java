package epidemic.client;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.runtime.actor.NodeCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stands for a node that is asked over HTTP: transactions, status and data. Who does not get an answer is not told
 * anything about status and data, and of a transaction whether it can have left.
 */
final class HttpNode {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpSystem system;
    private final NodeId node;

    private HttpNode(HttpSystem system, NodeId node) {
        this.system = system;
        this.node = node;
    }

    static Behavior<NodeCall> create(HttpSystem system, NodeId node) {
        HttpNode stands = new HttpNode(system, node);
        return Behaviors.receive(NodeCall.class)
                .onMessage(NodeCall.Execute.class, stands::onExecute)
                .onMessage(NodeCall.GetStatus.class, stands::onGetStatus)
                .onMessage(NodeCall.GetData.class, stands::onGetData)
                .onAnyMessage(other -> Behaviors.unhandled())
                .build();
    }

    private Behavior<NodeCall> onExecute(NodeCall.Execute execute) {
        system.post(
                        node,
                        ApiJson.request(execute.transaction()),
                        execute.transaction().session())
                .handle((answer, problem) -> answer == null ? lost(problem) : outcome(answer))
                .thenAccept(outcome -> execute.replyTo()
                        .tell(new NodeCall.Executed(execute.transaction().id(), outcome, 0)));
        return Behaviors.same();
    }

    private Outcome lost(Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return cause instanceof IOException away && Api.isNotSent(away)
                ? new Outcome.Refused(Outcome.Reason.NOT_SERVING, node + " is away: " + HttpSystem.why(problem))
                : new Outcome.Unknown("no answer of " + node + ": " + HttpSystem.why(problem));
    }

    private static Outcome outcome(HttpResponse<String> answer) {
        try {
            return outcome(answer.statusCode(), ApiJson.parse(answer.body()));
        } catch (IllegalArgumentException problem) {
            return new Outcome.Unknown("status " + answer.statusCode() + " with " + problem.getMessage());
        }
    }

    private static Outcome outcome(int status, JsonNode body) {
        if (status == OK) {
            return ApiJson.committed(body);
        }
        Optional<Outcome.Refused> refused = status == UNAVAILABLE ? ApiJson.refused(body) : Optional.empty();
        return refused.<Outcome>map(refusal -> refusal)
                .orElseGet(() -> new Outcome.Unknown(
                        "status " + status + ", " + body.path("message").asText()));
    }

    private Behavior<NodeCall> onGetStatus(NodeCall.GetStatus question) {
        system.status(node).thenAccept(question.replyTo()::tell);
        return Behaviors.same();
    }

    private Behavior<NodeCall> onGetData(NodeCall.GetData question) {
        system.data(node).thenApply(ApiJson::dataOfNode).thenAccept(question.replyTo()::tell);
        return Behaviors.same();
    }
}
