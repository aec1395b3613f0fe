package epidemic.web;

import epidemic.client.TransactionLine;
import epidemic.client.TransactionParser;
import epidemic.client.TransactionSyntaxException;
import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.runtime.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads transactions out of request bodies. Thread-safe. */
final class SubmissionReader {
    private final Topology topology;
    private final TransactionParser parser;
    private final TransactionJson json;
    private final Supplier<RequestId> newId;

    /**
     * A reader.
     *
     * @param sessions reads the field of a session in JSON
     * @param newId makes a unique id for a transaction that comes without one
     */
    SubmissionReader(Topology topology, SessionReader sessions, Supplier<RequestId> newId) {
        this.topology = topology;
        this.parser = new TransactionParser(topology);
        this.json = new TransactionJson(sessions);
        this.newId = newId;
    }

    /**
     * A transaction out of a line of a transaction file. A node named beside the line counts like one at its end.
     *
     * @param session of the request's headers
     * @throws ApiException if there is no such node, or the line is no transaction
     */
    Submission readLine(String body, Optional<String> node, Session session) {
        Optional<NodeId> beside = node.map(this::nodeNamed);
        try {
            TransactionLine line = parser.parse(body);
            if (beside.isEmpty() || line.pin().equals(beside)) {
                return new Submission(line.toTransaction(newId.get(), session), line.pin());
            }
            if (line.pin().isPresent()) {
                throw ApiException.badTransaction("pinned at " + line.pin().get() + " in the line and at "
                        + beside.get() + " by ?node=: one node is allowed");
            }
            TransactionLine pinned = parser.parse(body.stripTrailing() + " @" + beside.get());
            return new Submission(pinned.toTransaction(newId.get(), session), pinned.pin());
        } catch (TransactionSyntaxException wrong) {
            throw ApiException.badTransaction(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * A transaction out of JSON. Without a layer it is for layer 0, or if it is read-only for that of its node.
     *
     * @param session of the request's headers
     * @throws ApiException if there is no such node or layer, the node is of another layer, or the JSON is no transaction
     */
    Submission readJson(String body, Optional<String> node, Session session) {
        Optional<NodeId> pin = node.map(this::nodeNamed);
        try {
            TransactionJson.Request request = json.read(body);
            int lastLayer = topology.layers().size() - 1;
            if (request.layer().orElse(0) > lastLayer) {
                throw ApiException.badTransaction(
                        "no layer " + request.layer().get() + ": 0 to " + lastLayer + " is allowed");
            }
            int layer = parser.layerOf(request.layer(), pin, request.isUpdate());
            RequestId id = request.id().map(RequestId::parse).orElseGet(newId);
            return new Submission(
                    new Transaction(id, layer, request.operations(), of(request, session)),
                    pin,
                    request.traceparent().flatMap(text -> Trace.parse(List.of(text))));
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badTransaction(String.valueOf(wrong.getMessage()));
        }
    }

    private static Session of(TransactionJson.Request request, Session ofHeaders) {
        if (request.session().isPresent() && !ofHeaders.equals(Session.NONE)) {
            throw new IllegalArgumentException("field 'session' and a header Session, Session-Policy or"
                    + " Session-Deadline: one of the two ways is allowed");
        }
        return request.session().orElse(ofHeaders);
    }

    private NodeId nodeNamed(String name) {
        return topology.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.badTransaction(
                        "no node '" + name + "': one of " + topology.nodes() + " is allowed"));
    }
}
