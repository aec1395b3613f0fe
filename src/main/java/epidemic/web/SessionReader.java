package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Reads what clients have seen, and what they want of a node that has not. Thread-safe. */
final class SessionReader {
    private static final String VERSION = "Session";
    private static final String POLICY = "Session-Policy";
    private static final String DEADLINE = "Session-Deadline";
    private static final List<String> FIELDS = List.of("version", "policy", "deadline");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Duration deadlineMax;

    /**
     * A reader.
     *
     * @param deadlineMax how long clients may want to wait: {@code http.transaction-timeout}
     */
    SessionReader(Duration deadlineMax) {
        this.deadlineMax = deadlineMax;
    }

    /**
     * The session of a request's headers.
     *
     * @throws ApiException if one of them is wrong
     */
    Session ofHeaders(HttpRequest request) {
        try {
            return of(
                    header(request, VERSION).map(text -> version("header " + VERSION, text)),
                    header(request, POLICY),
                    header(request, DEADLINE).map(text -> deadline("header " + DEADLINE, text)));
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * The session of a field of JSON.
     *
     * @throws IllegalArgumentException if it is not of the form
     */
    Session ofJson(JsonNode field) {
        if (!field.isObject()) {
            throw new IllegalArgumentException("field 'session': an object like {\"version\":21,\"policy\":\"wait\"} is"
                    + " allowed, not " + JsonBody.shortened(field));
        }
        JsonBody.requireFields("session", field, FIELDS);
        return of(
                JsonBody.optional(field, "version").map(SessionReader::version),
                JsonBody.optional(field, "policy").map(value -> JsonBody.text("session.policy", value)),
                JsonBody.optional(field, "deadline")
                        .map(value -> deadline("field 'session.deadline'", JsonBody.text("session.deadline", value))));
    }

    private static Session of(Optional<Long> version, Optional<String> policy, Optional<Duration> deadline) {
        return new Session(version.orElse(0L), policy.map(Session.Policy::named), deadline.map(Duration::toNanos));
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    private static long version(JsonNode value) {
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException(
                    "field 'session.version': a version of 0 or more is allowed, not " + JsonBody.shortened(value));
        }
        return version("field 'session.version'", value.asText());
    }

    private static long version(String what, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(what + ": '" + text + "': a version of 0 or more is allowed");
        }
        return Long.parseLong(text);
    }

    private Duration deadline(String what, String text) {
        Duration deadline = DurationText.parse(what, text);
        if (deadline.compareTo(deadlineMax) >= 0) {
            throw new IllegalArgumentException(what + ": " + text + ": less than epidemic.http.transaction-timeout, "
                    + deadlineMax.toMillis() + "ms, is allowed");
        }
        return deadline;
    }
}
