package epidemic.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a live system and a recorded run answer in different ways. Thread-safe. */
interface RunApi {
    /** {@code POST /api/transactions}. */
    CompletionStage<HttpResponse> submit(HttpRequest request);

    /** {@code GET /api/transactions/{id}}. */
    CompletionStage<HttpResponse> find(String id);

    /** {@code GET /api/faults}. */
    HttpResponse faults();

    /** {@code POST /api/faults}. */
    CompletionStage<HttpResponse> actOnFaults(HttpRequest request);

    /** {@code GET /ready}. */
    CompletionStage<HttpResponse> ready(HttpRequest request);

    /** {@code GET /metrics}. */
    CompletionStage<HttpResponse> metrics();

    /** {@code GET /api/replay}. */
    default CompletionStage<HttpResponse> replay() {
        return CompletableFuture.completedFuture(noReplay());
    }

    /** {@code GET /api/replay/chart}. */
    default CompletionStage<HttpResponse> chart() {
        return CompletableFuture.completedFuture(noReplay());
    }

    /** {@code POST /api/replay}. */
    default CompletionStage<HttpResponse> control(HttpRequest request) {
        return CompletableFuture.completedFuture(noReplay());
    }

    private static HttpResponse noReplay() {
        return Responses.error(404, "no-replay", "these nodes run now: this is no replay");
    }
}
