package epidemic.web;

import epidemic.kernel.RequestId;
import epidemic.runtime.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The traces of transactions: reads and writes the header, and remembers those of the last {@value #MAX} requests that
 * came with one. Thread-safe.
 */
final class RecentTraces {
    static final int MAX = 1_000;

    private final Map<RequestId, Trace> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, Trace> eldest) {
            return size() > MAX;
        }
    };

    /** The next step of the trace that a request is part of, by its header, else by its body; else one begins here. */
    Trace of(HttpRequest request, Submission submission) {
        Optional<Trace> given = Trace.parse(values(request)).or(submission::trace);
        given.ifPresent(trace -> remember(submission.transaction().id(), trace));
        return given.map(Trace::next).orElseGet(Trace::begin);
    }

    private static List<String> values(HttpRequest request) {
        List<String> values = new ArrayList<>();
        request.getHeaders().forEach(header -> {
            if (header.lowercaseName().equals(Trace.HEADER)) {
                values.add(header.value());
            }
        });
        return values;
    }

    private void remember(RequestId id, Trace trace) {
        synchronized (recent) {
            recent.put(id, trace);
        }
    }

    /** An answer about a past transaction, with its trace if that is remembered. */
    HttpResponse about(RequestId id, HttpResponse response) {
        Optional<Trace> trace;
        synchronized (recent) {
            trace = Optional.ofNullable(recent.get(id));
        }
        return trace.map(known -> with(known, response)).orElse(response);
    }

    /** An answer that says which step it was. */
    static HttpResponse with(Trace trace, HttpResponse response) {
        return response.addHeader(RawHeader.create(Trace.HEADER, trace.header()));
    }
}
