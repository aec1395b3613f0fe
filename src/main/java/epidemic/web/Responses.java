package epidemic.web;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.stream.StreamTcpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes responses. Every error is JSON. */
final class Responses {
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);

    private Responses() {}

    /** A response with an object whose fields the writer writes. */
    static HttpResponse json(int status, Json.Writer fields) {
        return json(status, Json.bytes(Json.object(fields)));
    }

    /** A response with a JSON value. */
    static HttpResponse json(int status, byte[] body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }

    /** An error. */
    static HttpResponse error(int status, String code, String message) {
        return json(status, json -> {
            json.writeStringField("error", code);
            json.writeStringField("message", message);
        });
    }

    /** The error of a request whose path takes other methods than its own, or none. */
    static HttpResponse wrongMethod(List<String> allowed, String message) {
        return error(405, "method-not-allowed", message)
                .addHeader(RawHeader.create("Allow", String.join(", ", allowed)));
    }

    /** The answer to a request that ended in an exception. Errors of ours are logged and told without details. */
    static HttpResponse failure(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof ApiException refusal) {
            return error(refusal.status(), refusal.code(), refusal.text());
        }
        if (cause instanceof EntityStreamSizeException large) {
            return error(413, "too-large", "a body of more than " + large.limit() + " bytes, the most that is allowed");
        }
        if (cause instanceof EntityStreamException broken) {
            return error(
                    400,
                    "bad-request",
                    "the body cannot be read: " + broken.info().summary());
        }
        if (cause instanceof StreamTcpException) {
            return error(400, "bad-request", "the body cannot be read: its connection was reset");
        }
        if (cause instanceof IllegalUriException uri) {
            return error(400, "bad-request", "the URI cannot be read: " + uri.getMessage());
        }
        if (cause instanceof TimeoutException) {
            return error(503, "no-answer", "a node did not answer in time: try again");
        }
        LOG.error("A request failed", cause);
        return error(500, "internal", "an error of the server, told in its log");
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
