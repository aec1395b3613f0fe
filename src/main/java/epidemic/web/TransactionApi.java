package epidemic.web;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeActor;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Executes transactions and finds past ones. Thread-safe. */
final class TransactionApi {
    private static final Pattern SESSION = Pattern.compile("\\d{1,18}");
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    /** What curl and forms say unless they are told otherwise: taken for text. */
    private static final String FORM = "application/x-www-form-urlencoded";

    private final WebSetup setup;
    private final NodeQueries queries;
    private final Bodies bodies;
    private final SubmissionReader reader;
    private final String idPrefix = "http-" + Long.toHexString(new java.security.SecureRandom().nextLong());
    private final AtomicLong lastId = new AtomicLong();
    private final SplittableRandom random;

    /** A node that runs. */
    private record Running(NodeId id, ActorRef<NodeActor.Command> actor) {}

    TransactionApi(WebSetup setup, NodeQueries queries, Bodies bodies) {
        this.setup = setup;
        this.queries = queries;
        this.bodies = bodies;
        this.reader = new SubmissionReader(setup.topology(), () -> new RequestId(idPrefix, lastId.incrementAndGet()));
        this.random = new SplittableRandom(setup.settings().seed());
    }

    /** {@code POST /api/transactions}. */
    CompletionStage<HttpResponse> submit(HttpRequest request) {
        String type = Bodies.mediaType(request);
        if (!type.equals(TEXT) && !type.equals(JSON) && !type.equals(FORM)) {
            throw Bodies.unsupported(type, TEXT + " or " + JSON);
        }
        long session = request.getHeader("Session")
                .map(HttpHeader::value)
                .map(TransactionApi::session)
                .orElse(0L);
        Optional<String> node = Bodies.query(request, "node");
        return bodies.text(request)
                .thenApply(body ->
                        type.equals(JSON) ? reader.readJson(body, node, session) : reader.readLine(body, node, session))
                .thenCompose(this::execute);
    }

    private static long session(String text) {
        if (!SESSION.matcher(text).matches()) {
            throw ApiException.badRequest("header Session: '" + text + "': a version of 0 or more is allowed");
        }
        return Long.parseLong(text);
    }

    private CompletionStage<HttpResponse> execute(Submission submission) {
        Transaction transaction = submission.transaction();
        long newest = setup.traffic().newestVersion();
        Optional<Running> node = submission.pin().map(this::running).orElseGet(() -> drawn(transaction.layer()));
        ClientWatch.Asked asked = setup.watch().asks(ClientWatch.ANYBODY, transaction, nodeOf(submission, node));
        if (node.isEmpty()) {
            Outcome refusal = new Outcome.Refused(Outcome.Reason.NOT_SERVING, whoIsStopped(submission));
            setup.traffic().counted(refusal);
            asked.told(refusal, 0);
            return CompletableFuture.completedFuture(OutcomeJson.response(transaction, refusal, newest));
        }
        return queries.<NodeActor.Command, NodeActor.Executed>ask(
                        node.get().actor(),
                        replyTo -> new NodeActor.Execute(transaction, replyTo),
                        setup.settings().http().transactionTimeout())
                .whenComplete((executed, failure) -> tell(asked, Optional.ofNullable(executed)))
                .thenApply(NodeActor.Executed::outcome)
                .exceptionally(TransactionApi::withoutAnswer)
                .thenApply(outcome -> OutcomeJson.response(transaction, outcome, newest));
    }

    private static void tell(ClientWatch.Asked asked, Optional<NodeActor.Executed> executed) {
        asked.told(
                executed.map(NodeActor.Executed::outcome).orElseGet(() -> new Outcome.Unknown("no outcome in time")),
                executed.map(NodeActor.Executed::sequence).orElse(0L));
    }

    private static Outcome withoutAnswer(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new Outcome.Unknown("no outcome in time: the same id, sent again, tells");
        }
        throw new CompletionException(cause);
    }

    private static String whoIsStopped(Submission submission) {
        return submission
                .pin()
                .map(pin -> pin + " is stopped")
                .orElse("every node of layer " + submission.transaction().layer() + " is stopped");
    }

    /** Whom the request is for: the node that will be asked, or if none runs one of those that would be. */
    private NodeId nodeOf(Submission submission, Optional<Running> node) {
        return node.map(Running::id)
                .or(submission::pin)
                .orElseGet(() -> setup.topology()
                        .layers()
                        .get(submission.transaction().layer())
                        .nodes()
                        .get(0));
    }

    private Optional<Running> running(NodeId node) {
        return setup.directory().node(node).map(actor -> new Running(node, actor));
    }

    private Optional<Running> drawn(int layer) {
        List<NodeId> nodes = setup.topology().layers().get(layer).nodes();
        List<Running> running =
                nodes.stream().flatMap(node -> running(node).stream()).toList();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        synchronized (random) {
            return Optional.of(running.get(random.nextInt(running.size())));
        }
    }

    /** {@code GET /api/transactions/{id}}. */
    CompletionStage<HttpResponse> find(String text) {
        RequestId id;
        try {
            id = RequestId.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
        if (drawn(0).isEmpty()) {
            throw new ApiException(503, "not-serving", "no node of the core runs that could tell of '" + id + "'");
        }
        return queries.find(id).thenApply(TransactionApi::fate);
    }

    private static HttpResponse fate(NodeActor.Found found) {
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
