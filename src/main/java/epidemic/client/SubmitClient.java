package epidemic.client;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * One client: sends transactions one after another, each until its outcome is known or the attempts are used up.
 * Confined to one thread.
 *
 * <p>A refusal counts only if no earlier attempt was lost: it says that <em>this</em> attempt has no effect, and nothing
 * about one that may still be on its way.
 */
final class SubmitClient {
    private final Api api;
    private final SubmitOptions options;

    private Optional<String> session = Optional.empty();
    private boolean away;

    SubmitClient(Api api, SubmitOptions options) {
        this.api = api;
        this.options = options;
    }

    /**
     * Sends a transaction. While nobody answers, later transactions get one attempt only, so that a long file comes to
     * its end.
     *
     * @return its outcome, or that it is bad; neither {@link Answer.Lost} nor {@link Answer.NotSent}
     * @throws SubmitException if the system takes nothing from this client, or the thread is interrupted
     */
    Answer submit(RequestId id, NodeId node, TransactionLine line) {
        String body = ApiJson.request(line.toTransaction(id, Session.NONE));
        int attempts = away ? 1 : options.retry().attempts();
        Duration pause = options.retry().pause();
        Optional<Answer.Lost> lost = Optional.empty();
        Optional<Answer.NotSent> notSent = Optional.empty();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            if (attempt > 1) {
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
            Answer answer = attempt(node, body);
            if (answer instanceof Answer.NotSent message) {
                notSent = Optional.of(message);
            } else if (!(answer instanceof Answer.Lost) && (lost.isEmpty() || !isRefusal(answer))) {
                away = false;
                return answer;
            } else {
                lost = Optional.of(merge(lost, answer));
                notSent = Optional.empty();
            }
        }
        away = notSent.isPresent() || lost.map(Answer.Lost::away).orElse(false);
        return new Answer.Known(lost.isEmpty() ? refused(attempts, notSent) : unknown(id, attempts, lost, notSent));
    }

    /** What never left has no effect, and the command will not send it later. */
    private static Outcome refused(int attempts, Optional<Answer.NotSent> notSent) {
        return new Outcome.Refused(
                Outcome.Reason.NOT_SERVING,
                "not sent, in " + times(attempts) + ": "
                        + notSent.map(Answer.NotSent::message).orElse("no connection"));
    }

    private static boolean isRefusal(Answer answer) {
        return answer instanceof Answer.Known known && known.outcome() instanceof Outcome.Refused;
    }

    private static Answer.Lost merge(Optional<Answer.Lost> before, Answer answer) {
        if (answer instanceof Answer.Lost lost) {
            return lost;
        }
        String first = before.map(Answer.Lost::message).orElse("");
        return new Answer.Lost(first + "; a later attempt was refused", false);
    }

    private static Outcome unknown(
            RequestId id, int attempts, Optional<Answer.Lost> lost, Optional<Answer.NotSent> notSent) {
        return new Outcome.Unknown("no outcome after " + times(attempts) + " as " + id + ": "
                + lost.map(Answer.Lost::message).orElse("no answer")
                + notSent.map(last -> "; then " + last.message()).orElse(""));
    }

    private static String times(int attempts) {
        return attempts + (attempts == 1 ? " attempt" : " attempts");
    }

    private Answer attempt(NodeId node, String body) {
        HttpResponse<String> response;
        try {
            response = api.post(node, body, session);
        } catch (IOException problem) {
            if (Thread.currentThread().isInterrupted()) {
                throw new SubmitException("interrupted while a transaction was under way", problem);
            }
            return Api.isNotSent(problem)
                    ? new Answer.NotSent(Api.describe(problem))
                    : new Answer.Lost(Api.describe(problem), true);
        }
        if (options.session().isPresent()) {
            session = response.headers().firstValue("Session").or(() -> session);
        }
        try {
            return read(response.statusCode(), ApiJson.parse(response.body()));
        } catch (IllegalArgumentException problem) {
            return new Answer.Lost("status " + response.statusCode() + " with " + problem.getMessage(), false);
        }
    }

    private Answer read(int status, JsonNode body) {
        String message = body.path("message").asText();
        Answer lost = new Answer.Lost("status " + status + (message.isEmpty() ? "" : ", " + message), false);
        return switch (status) {
            case 200 -> new Answer.Known(ApiJson.committed(body));
            case 400, 413 -> new Answer.Bad(message.isEmpty() ? "refused with status " + status : message);
            case 401, 403 -> throw api.forbidden(status, message);
            case 404, 405 -> throw api.notServing("status " + status + " for /api/transactions");
            case 503 -> ApiJson.refused(body).<Answer>map(Answer.Known::new).orElse(lost);
            default -> lost;
        };
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new SubmitException("interrupted before a transaction was sent again", problem);
        }
    }
}
