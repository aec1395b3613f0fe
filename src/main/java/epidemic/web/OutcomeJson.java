package epidemic.web;

import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.io.IOException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What became of transactions, as docs/api.md tells the JSON. */
final class OutcomeJson {
    private OutcomeJson() {}

    /**
     * The response to a transaction.
     *
     * @param topology tells the layer that has answered
     * @param newestBefore the newest version known anywhere when the request came
     */
    static HttpResponse response(Topology topology, Transaction transaction, Execution.Done done, long newestBefore) {
        Outcome outcome = done.outcome();
        long seen = transaction.session().version();
        if (outcome instanceof Outcome.Committed committed) {
            HttpResponse response = Responses.json(200, json -> {
                writeCommitted(json, transaction.id(), committed, newestBefore);
                if (topology.layers().get(committed.layer()).isStale()) {
                    json.writeBooleanField("stale", true);
                }
                writeRedirectedFrom(json, done);
            });
            return withSession(response, Math.max(seen, committed.version()));
        }
        HttpResponse response = outcome instanceof Outcome.Refused refused
                ? Responses.json(503, json -> {
                    writeOther(
                            json, "refused", transaction.id(), refused.reason().code(), refused.message());
                    if (refused.redirect().isPresent()) {
                        json.writeStringField(
                                "redirect", refused.redirect().get().name());
                    }
                    writeRedirectedFrom(json, done);
                })
                : Responses.json(504, json -> {
                    writeOther(json, "unknown", transaction.id(), "unknown", ((Outcome.Unknown) outcome).message());
                    writeRedirectedFrom(json, done);
                });
        return seen > 0 ? withSession(response, seen) : response;
    }

    private static void writeRedirectedFrom(JsonGenerator json, Execution.Done done) throws IOException {
        if (done.redirectedFrom().isPresent()) {
            json.writeStringField("redirectedFrom", done.redirectedFrom().get().name());
        }
    }

    /** The response about a past transaction. */
    static HttpResponse found(RequestId id, long version) {
        return Responses.json(200, json -> {
            json.writeStringField("id", id.toString());
            json.writeStringField("outcome", "committed");
            json.writeNumberField("version", version);
        });
    }

    /** The response about a transaction that may take effect yet. */
    static HttpResponse undecided(RequestId id) {
        return Responses.json(200, json -> {
            json.writeStringField("id", id.toString());
            json.writeStringField("outcome", "unknown");
        });
    }

    private static HttpResponse withSession(HttpResponse response, long version) {
        return response.addHeader(RawHeader.create("Session", Long.toString(version)));
    }

    private static void writeCommitted(JsonGenerator json, RequestId id, Outcome.Committed committed, long newestBefore)
            throws IOException {
        json.writeStringField("outcome", "committed");
        json.writeStringField("id", id.toString());
        json.writeStringField("node", committed.node().name());
        json.writeNumberField("layer", committed.layer());
        json.writeNumberField("version", committed.version());
        json.writeNumberField("behind", Math.max(0, newestBefore - committed.version()));
        json.writeArrayFieldStart("reads");
        for (ReadResult read : committed.reads()) {
            json.writeStartArray();
            json.writeString(read.key());
            if (read.value().isPresent()) {
                writeValue(json, read.value().get());
            } else {
                json.writeNull();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void writeOther(JsonGenerator json, String outcome, RequestId id, String error, String message)
            throws IOException {
        json.writeStringField("outcome", outcome);
        json.writeStringField("id", id.toString());
        json.writeStringField("error", error);
        json.writeStringField("message", message);
    }

    /** A value: a string, or an array of strings. */
    static void writeValue(JsonGenerator json, Value value) throws IOException {
        if (value instanceof Value.Sequence list) {
            json.writeStartArray();
            for (String item : list.items()) {
                json.writeString(item);
            }
            json.writeEndArray();
        } else {
            json.writeString(((Value.Single) value).text());
        }
    }
}
