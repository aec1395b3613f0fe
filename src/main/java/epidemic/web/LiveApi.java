package epidemic.web;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers for nodes that run. */
final class LiveApi implements RunApi {
    private final TransactionApi transactions;
    private final FaultApi faults;
    private final NodeApi nodes;
    private final NodeSource source;
    private final Metrics metrics;

    LiveApi(TransactionApi transactions, FaultApi faults, NodeApi nodes, NodeSource source, Metrics metrics) {
        this.transactions = transactions;
        this.faults = faults;
        this.nodes = nodes;
        this.source = source;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<HttpResponse> submit(HttpRequest request) {
        return transactions.submit(request);
    }

    @Override
    public CompletionStage<HttpResponse> find(String id) {
        return transactions.find(id);
    }

    @Override
    public HttpResponse faults() {
        return faults.list();
    }

    @Override
    public CompletionStage<HttpResponse> actOnFaults(HttpRequest request) {
        return faults.act(request);
    }

    @Override
    public CompletionStage<HttpResponse> ready(HttpRequest request) {
        return nodes.ready(request);
    }

    @Override
    public CompletionStage<HttpResponse> metrics() {
        return source.reports()
                .thenApply(reports -> HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8"),
                                metrics.text(reports).getBytes(StandardCharsets.UTF_8))));
    }
}
