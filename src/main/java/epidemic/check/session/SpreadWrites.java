package epidemic.check.session;

import epidemic.check.history.Op;
import epidemic.check.history.Seen;
import epidemic.check.session.SessionGuarantee.Kind;
import epidemic.check.transaction.Txn;
import epidemic.check.verdict.Anomaly;
import epidemic.check.verdict.Edge;
import epidemic.check.verdict.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Monotonic writes and writes-follow-reads as others see them: a transaction that shows a session's write must also
 * show, at the other keys it reads, what that session wrote, or had read, before.
 */
final class SpreadWrites {
    private final CausalOrder order;
    private final Kind kind;
    private final Findings findings;
    /** By session and key: what a later write of the session must not be seen without, in session order. */
    private final List<Map<String, List<Before>>> before = new ArrayList<>();

    private record Before(int place, String value, Op op) {}

    SpreadWrites(CausalOrder order, Kind kind, Findings findings) {
        this.order = order;
        this.kind = kind;
        this.findings = findings;
    }

    void run() {
        for (List<Integer> session : order.bySession()) {
            Map<String, List<Before>> own = new HashMap<>();
            before.add(own);
            session.forEach(number -> remember(number, own));
        }
        for (int number = 0; number < order.workload.txns.size(); number++) {
            check(number);
        }
    }

    private void remember(int number, Map<String, List<Before>> own) {
        Txn txn = order.txn(number);
        txn.touches.forEach((key, touch) -> {
            List<String> values = kind == Kind.MONOTONIC_WRITES
                    ? touch.changes
                    : touch.external.map(CausalOrder::values).orElse(List.of());
            if (!values.isEmpty() && order.workload.isSound(key)) {
                own.computeIfAbsent(key, any -> new ArrayList<>())
                        .add(new Before(order.place(number), values.get(values.size() - 1), txn.op));
            }
        });
    }

    private void check(int reader) {
        Txn txn = order.txn(reader);
        // Of each session the last write that is seen: it must not be seen without all that the others must not.
        Map<Integer, Integer> writers = new TreeMap<>();
        for (int writer : order.writersRead(reader)) {
            writers.merge(
                    order.session(writer), writer, (one, other) -> order.place(one) > order.place(other) ? one : other);
        }
        for (int writer : writers.values()) {
            for (Map.Entry<String, Txn.Touch> touched : txn.touches.entrySet()) {
                String key = touched.getKey();
                List<Before> own = before.get(order.session(writer)).get(key);
                Before last = own == null ? null : last(own, order.place(writer));
                if (last != null && touched.getValue().external.isPresent()) {
                    Seen seen = touched.getValue().external.get();
                    if (last.op() != txn.op && order.isOlder(key, seen, last.value())) {
                        tell(txn.op, key, seen, last, order.txn(writer).op);
                        return;
                    }
                }
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Before last(List<Before> own, int place) {
        int low = 0;
        int high = own.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (own.get(middle).place() < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : own.get(low - 1);
    }

    private void tell(Op reader, String key, Seen seen, Before last, Op writer) {
        boolean writes = kind == Kind.MONOTONIC_WRITES;
        String text =
                reader.name() + " shows what " + writer.name() + " wrote, but " + key + " as " + seen + ", without "
                        + last.value() + " that " + last.op().name() + " of the writer's session had "
                        + (writes ? "written" : "read") + " before";
        findings.add(new Anomaly(
                "no-" + (writes ? "monotonic-writes" : "writes-follow-reads"),
                text,
                List.of(last.op(), writer, reader),
                List.of(
                        new Edge(last.op(), writer, "session", "the same session"),
                        new Edge(writer, reader, "wr", reader.name() + " read what " + writer.name() + " wrote"))));
    }
}
