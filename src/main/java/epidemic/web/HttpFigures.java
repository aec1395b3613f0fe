package epidemic.web;

import epidemic.runtime.figures.Distribution;
import epidemic.runtime.figures.Scale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Counts what the server answers. Thread-safe. Bounded: by routes, not by what stands in paths. */
final class HttpFigures {
    private static final String OTHER = "other";

    private final Map<Answer, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, Distribution> times = new ConcurrentSkipListMap<>();

    private record Answer(String route, String method, int status) {}

    /** Notes an answer. */
    void answered(HttpRequest request, HttpResponse response, long nanos) {
        String route = routeOf(request.getUri().path());
        Answer answer = new Answer(
                route, methodOf(request.method().name()), response.status().intValue());
        answers.computeIfAbsent(answer, first -> new LongAdder()).increment();
        times.computeIfAbsent(route, first -> new Distribution(Scale.SECONDS)).record(nanos);
    }

    void writeTo(MetricTable table) {
        answers.forEach((answer, count) -> table.counter(
                "epidemic_http_requests",
                "Requests that were answered",
                count.sum(),
                "route",
                answer.route(),
                "method",
                answer.method(),
                "status",
                Integer.toString(answer.status())));
        times.forEach((route, time) ->
                table.histogram("epidemic_http_request_seconds", "From request to answer", time, "route", route));
    }

    private static String methodOf(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST" -> method;
            default -> OTHER;
        };
    }

    /** The route without what the client puts into it. */
    static String routeOf(String path) {
        String[] parts = path.split("/", 4);
        String first = parts.length > 1 ? parts[1] : "";
        return switch (first) {
            case "api" -> routeOfApi(parts.length > 2 ? parts[2] : "");
            case "ws", "health", "ready", "metrics" -> "/" + first;
            default -> "/";
        };
    }

    private static String routeOfApi(String name) {
        return switch (name) {
            case "transactions", "nodes", "faults", "replay" -> "/api/" + name;
            default -> OTHER;
        };
    }
}
