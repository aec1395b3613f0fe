package epidemic.web;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResource;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResourceDirectory;
import static org.apache.pekko.http.javadsl.server.Directives.handleExceptions;
import static org.apache.pekko.http.javadsl.server.Directives.handleRejections;
import static org.apache.pekko.http.javadsl.server.Directives.mapResponse;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefixTest;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;

/** Which request goes where. Whatever is answered has our headers, and every error is JSON. */
final class Routes {
    private static final String CONTENT_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

    private final Gate gate;
    private final Parts parts;
    private final String dashboard;

    /** Answers a request. */
    @FunctionalInterface
    private interface Answer {
        CompletionStage<HttpResponse> to(HttpRequest request);
    }

    /** What answers. */
    record Parts(RunApi run, NodeApi nodes, StatusApi status, HttpFigures figures) {}

    /**
     * The routes.
     *
     * @param dashboard the directory of the dashboard's files on the class path
     */
    Routes(Gate gate, Parts parts, String dashboard) {
        this.gate = gate;
        this.parts = parts;
        this.dashboard = dashboard;
    }

    /** All routes. */
    Route all() {
        Route answers = concat(
                pathPrefixTest(segment("api").slash(), () -> pathPrefix("api", () -> answering(this::api))),
                path(
                        segment("ws").slash("status"),
                        () -> get(() ->
                                guarded(true, request -> complete(parts.status().open(request))))),
                path("health", () -> probed(request -> parts.nodes().health(request))),
                path("ready", () -> probed(request -> parts.run().ready(request))),
                path("metrics", () -> probed(request -> parts.run().metrics())),
                dashboard());
        return extractRequest(request -> counting(request, answering(() -> answers)));
    }

    private Route counting(HttpRequest request, Route inner) {
        long begunNanos = System.nanoTime();
        return mapResponse(
                response -> {
                    parts.figures().answered(request, response, System.nanoTime() - begunNanos);
                    return withHeaders(response);
                },
                () -> inner);
    }

    /** Answers whatever the inner route rejects or throws, so that no later route is tried. */
    private static Route answering(Supplier<Route> inner) {
        return handleRejections(rejections(), () -> handleExceptions(exceptions(), inner));
    }

    /** Parameters of the query that a route does not name are refused. */
    private Route api() {
        return concat(
                path("transactions", () -> postLater(request -> parts.run().submit(request), "node")),
                path(
                        segment("transactions").slash(segment()),
                        id -> getLater(request -> parts.run().find(id))),
                path("nodes", () -> getLater(request -> parts.nodes().all())),
                path(
                        segment("nodes").slash(segment()),
                        node -> getLater(request -> parts.nodes().one(node))),
                path(
                        segment("nodes").slash(segment()).slash("versions"),
                        node -> getLater(request -> parts.nodes().versions(node, request), "from", "limit")),
                path(
                        segment("nodes").slash(segment()).slash("data"),
                        node -> getLater(request -> parts.nodes().data(node, request), "version")),
                path(
                        "faults",
                        () -> concat(
                                getLater(request -> CompletableFuture.completedFuture(
                                        parts.run().faults())),
                                postLater(request -> parts.run().actOnFaults(request)))),
                path(
                        "replay",
                        () -> concat(
                                getLater(request -> parts.run().replay()),
                                postLater(request -> parts.run().control(request)))),
                path(
                        segment("replay").slash("chart"),
                        () -> getLater(request -> parts.run().chart())));
    }

    private Route dashboard() {
        return guarded(
                false,
                request -> concat(
                        pathSingleSlash(() -> get(() -> getFromResource(dashboard + "/index.html"))),
                        get(() -> getFromResourceDirectory(dashboard))));
    }

    // Ways to answer.

    /** Whatever stands in the query: probes and scrapers may add what is theirs. */
    private Route probed(Answer answer) {
        return get(() -> guarded(false, request -> later(request, answer)));
    }

    private Route getLater(Answer answer, String... parameters) {
        return get(() -> guarded(false, request -> known(request, parameters, answer)));
    }

    private Route postLater(Answer answer, String... parameters) {
        return post(() -> guarded(false, request -> known(request, parameters, answer)));
    }

    private Route known(HttpRequest request, String[] parameters, Answer answer) {
        Bodies.requireParameters(request, List.of(parameters));
        return later(request, answer);
    }

    private Route later(HttpRequest request, Answer answer) {
        return completeWithFuture(answer.to(request).exceptionally(Responses::failure));
    }

    private Route guarded(boolean isSocket, Function<HttpRequest, Route> inner) {
        return extractRequest(request -> {
            gate.check(request, isSocket);
            return inner.apply(request);
        });
    }

    // What goes wrong.

    private static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .matchAny(failure -> complete(Responses.failure(failure)))
                .build();
    }

    private static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handleAll(MethodRejection.class, Routes::wrongMethod)
                .handle(
                        Rejection.class,
                        rejection -> complete(Responses.error(400, "bad-request", "not possible: " + rejection)))
                .handleNotFound(complete(Responses.error(404, "not-found", "there is nothing here")))
                .build();
    }

    private static Route wrongMethod(List<MethodRejection> rejections) {
        List<String> allowed = rejections.stream()
                .map(rejection -> rejection.supported().name())
                .distinct()
                .sorted()
                .toList();
        return complete(Responses.wrongMethod(
                allowed,
                String.join(", ", allowed) + (allowed.size() == 1 ? " is allowed here" : " are allowed here")));
    }

    /** Without an ETag: resources of a reproducible jar all have one date, so theirs would not tell versions apart. */
    private static HttpResponse withHeaders(HttpResponse response) {
        return response.removeHeader("ETag")
                .removeHeader("Last-Modified")
                .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .addHeader(RawHeader.create("Content-Security-Policy", CONTENT_POLICY));
    }
}
