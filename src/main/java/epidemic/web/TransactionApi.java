package epidemic.web;

import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.trace.Trace;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Executes transactions and finds past ones. Thread-safe. */
final class TransactionApi {
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    /** What curl and forms say unless they are told otherwise: taken for text. */
    private static final String FORM = "application/x-www-form-urlencoded";

    private final WebSetup setup;
    private final NodeQueries queries;
    private final Bodies bodies;
    private final SubmissionReader reader;
    private final String idPrefix = "http-" + Long.toHexString(new java.security.SecureRandom().nextLong());
    private final RecentTraces traces = new RecentTraces();
    private final AtomicLong lastId = new AtomicLong();
    private final SessionReader sessions;
    private final Execution execution;

    TransactionApi(WebSetup setup, NodeQueries queries, Bodies bodies) {
        this.setup = setup;
        this.queries = queries;
        this.bodies = bodies;
        this.sessions = new SessionReader(setup.settings().http().transactionTimeout());
        this.reader = new SubmissionReader(
                setup.topology(), sessions, () -> new RequestId(idPrefix, lastId.incrementAndGet()));
        this.execution = new Execution(setup, queries);
    }

    /** {@code POST /api/transactions}. */
    CompletionStage<HttpResponse> submit(HttpRequest request) {
        String type = Bodies.mediaType(request);
        if (!type.equals(TEXT) && !type.equals(JSON) && !type.equals(FORM)) {
            throw Bodies.unsupported(type, TEXT + " or " + JSON);
        }
        Session session = sessions.ofHeaders(request);
        Optional<String> node = Bodies.query(request, "node");
        return bodies.text(request, ApiException::badTransaction)
                .thenApply(body ->
                        type.equals(JSON) ? reader.readJson(body, node, session) : reader.readLine(body, node, session))
                .thenCompose(submission -> {
                    Trace trace = traces.of(request, submission);
                    return execute(submission, trace).thenApply(response -> RecentTraces.with(trace, response));
                });
    }

    private CompletionStage<HttpResponse> execute(Submission submission, Trace trace) {
        long newest = setup.traffic().newestVersion();
        return execution
                .execute(submission, trace)
                .thenApply(done -> OutcomeJson.response(setup.topology(), submission.transaction(), done, newest));
    }

    /** {@code GET /api/transactions/{id}}. */
    CompletionStage<HttpResponse> find(String text) {
        RequestId id;
        try {
            id = RequestId.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
        if (!execution.isThereAny(0)) {
            throw new ApiException(503, "not-serving", "no node of the core runs that could tell of '" + id + "'");
        }
        return queries.find(id).thenApply(found -> traces.about(id, fate(found)));
    }

    private static HttpResponse fate(NodeCall.Found found) {
        if (found.version().isPresent()) {
            return OutcomeJson.found(found.id(), found.version().get());
        }
        if (found.unknown()) {
            return OutcomeJson.undecided(found.id());
        }
        throw new ApiException(
                404, "unknown-transaction", "no running core node remembers '" + found.id() + "' among its versions");
    }
}
