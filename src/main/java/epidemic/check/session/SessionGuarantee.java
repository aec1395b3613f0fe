package epidemic.check.session;

import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.View;
import epidemic.check.transaction.Txn;
import epidemic.check.transaction.Workload;
import epidemic.check.verdict.Anomaly;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Edge;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges one of the four guarantees of a session (Terry et al. 1994, section 3), by labels and by values. */
public final class SessionGuarantee implements Checker {
    private final Kind kind;
    private final View view;

    /** The four guarantees. */
    public enum Kind {
        /** A read shows what its session wrote before. */
        READ_YOUR_WRITES("read-your-writes"),
        /** A read shows no less than the reads of its session before. */
        MONOTONIC_READS("monotonic-reads"),
        /** Writes of a session take effect everywhere in its order. */
        MONOTONIC_WRITES("monotonic-writes"),
        /** A write takes effect everywhere after what its session had read. */
        WRITES_FOLLOW_READS("writes-follow-reads");

        private final String guarantee;

        Kind(String guarantee) {
            this.guarantee = guarantee;
        }
    }

    /** A judge; the view says whose sessions count. */
    public SessionGuarantee(Kind kind, View view) {
        this.kind = kind;
        this.view = view;
    }

    @Override
    public Verdict judge(RunRecord run) {
        Findings findings = new Findings(kind.guarantee);
        Workload workload = new Workload(run.history().operations());
        workload.tellBroken(findings);
        CausalOrder order = new CausalOrder(workload, view);
        order.bySession().forEach(session -> byLabels(order, session, findings));
        if (order.isTooLarge()) {
            findings.doubt(order.sessions + " sessions are too many for so many operations");
        } else if (!order.build().isEmpty()) {
            findings.doubt("the causal order has a cycle; guarantee causal shows it");
        } else if (kind == Kind.READ_YOUR_WRITES || kind == Kind.MONOTONIC_READS) {
            order.bySession().forEach(session -> byValues(order, session, findings));
        } else {
            new SpreadWrites(order, kind, findings).run();
        }
        return findings.verdict(run.history().operations().size());
    }

    /** The newest version read and the newest written before, against every operation of the session. */
    private void byLabels(CausalOrder order, List<Integer> session, Findings findings) {
        Op read = null;
        Op written = null;
        for (int number : session) {
            Op op = order.txn(number).op;
            if (!op.isOk() || !op.hasVersion()) {
                continue;
            }
            boolean update = op.isUpdate();
            if (kind == Kind.MONOTONIC_READS && !update) {
                requireNewer(read, op, 0, findings);
            } else if (kind == Kind.READ_YOUR_WRITES && !update) {
                requireNewer(written, op, 0, findings);
            } else if (kind == Kind.MONOTONIC_WRITES && update) {
                requireNewer(written, op, 1, findings);
            } else if (kind == Kind.WRITES_FOLLOW_READS && update) {
                requireNewer(read, op, 1, findings);
            }
            if (update) {
                written = newer(written, op);
            } else {
                read = newer(read, op);
            }
        }
    }

    private static Op newer(@org.jspecify.annotations.Nullable Op one, Op other) {
        return one == null || other.label().version() > one.label().version() ? other : one;
    }

    private void requireNewer(@org.jspecify.annotations.Nullable Op earlier, Op op, int more, Findings findings) {
        if (earlier != null && op.label().version() < earlier.label().version() + more) {
            tell(
                    findings,
                    earlier,
                    op,
                    op.name() + " has version " + op.label().version() + ", after " + earlier.name()
                            + " of the same session with version "
                            + earlier.label().version());
        }
    }

    private void tell(Findings findings, Op earlier, Op later, String text) {
        findings.add(new Anomaly(
                "no-" + kind.guarantee,
                text,
                List.of(earlier, later),
                List.of(new Edge(earlier, later, "session", text))));
    }

    private void byValues(CausalOrder order, List<Integer> session, Findings findings) {
        Map<String, Map<String, Op>> required = new HashMap<>();
        Map<String, Set<String>> replaced = new HashMap<>();
        for (int number : session) {
            Txn txn = order.txn(number);
            txn.touches.forEach((key, touch) -> {
                if (!order.workload.isSound(key)) {
                    return;
                }
                touch.external.ifPresent(seen -> read(order, txn.op, key, seen, required, replaced, findings));
                if (kind == Kind.READ_YOUR_WRITES && !touch.changes.isEmpty()) {
                    require(order, required, key, touch.changes, txn.op);
                }
            });
        }
    }

    private static void require(
            CausalOrder order, Map<String, Map<String, Op>> required, String key, List<String> values, Op op) {
        Map<String, Op> own = required.computeIfAbsent(key, any -> new HashMap<>());
        if (!order.workload.lists.contains(key)) {
            own.clear();
        }
        values.forEach(value -> own.putIfAbsent(value, op));
    }

    private void read(
            CausalOrder order,
            Op op,
            String key,
            Seen seen,
            Map<String, Map<String, Op>> required,
            Map<String, Set<String>> replaced,
            Findings findings) {
        Set<String> gone = replaced.computeIfAbsent(key, any -> new HashSet<>());
        for (Map.Entry<String, Op> entry : required.getOrDefault(key, Map.of()).entrySet()) {
            boolean back = seen instanceof Seen.One one && gone.contains(one.value());
            if (back || order.isOlder(key, seen, entry.getKey())) {
                tell(
                        findings,
                        entry.getValue(),
                        op,
                        op.name() + " read " + key + " as " + seen + ", after "
                                + entry.getValue().name() + " of the same session "
                                + (kind == Kind.MONOTONIC_READS ? "read " : "wrote ") + entry.getKey());
                return;
            }
        }
        if (kind == Kind.MONOTONIC_READS) {
            if (seen instanceof Seen.One one) {
                required.getOrDefault(key, Map.of()).keySet().stream()
                        .filter(value -> !value.equals(one.value()))
                        .forEach(gone::add);
            }
            require(order, required, key, CausalOrder.values(seen), op);
        }
    }
}
