package epidemic.check.session;

import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.View;
import epidemic.check.transaction.ReadChecks;
import epidemic.check.transaction.Workload;
import epidemic.check.verdict.Anomaly;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Edge;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges causal consistency (CC) by the bad patterns that, where written values are unique, are all there is to find:
 * CyclicCO, ThinAirRead, WriteCOInitRead, WriteCORead (Bouajjani et al. 2017, theorem 4 and table 2). A list lacks what
 * was appended causally before just as a register is overwritten by it.
 */
public final class Causal implements Checker {
    private final View view;

    /** A judge; the view says whose sessions count. */
    public Causal(View view) {
        this.view = view;
    }

    @Override
    public Verdict judge(RunRecord run) {
        Findings findings = new Findings("causal");
        Workload workload = new Workload(run.history().operations());
        workload.tellBroken(findings);
        new ReadChecks(workload, findings).sourcesAndInternal();
        CausalOrder order = new CausalOrder(workload, view);
        if (order.isTooLarge()) {
            findings.doubt(order.sessions + " sessions are too many for so many operations");
        } else {
            List<Integer> left = order.build();
            if (left.isEmpty()) {
                check(order, findings);
            } else {
                findings.add(cyclic(order, order.cycle(left)));
            }
        }
        return findings.verdict(run.history().operations().size());
    }

    private static Anomaly cyclic(CausalOrder order, List<Integer> cycle) {
        List<Edge> edges = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < cycle.size(); index++) {
            int from = cycle.get(index);
            int to = cycle.get((index + 1) % cycle.size());
            Op one = order.txn(from).op;
            Op other = order.txn(to).op;
            boolean reads = order.writersRead(to).contains(from);
            String why = reads
                    ? other.name() + " read what " + one.name() + " wrote"
                    : one.name() + " came before " + other.name() + " in its session";
            edges.add(new Edge(one, other, reads ? "wr" : "session", why));
            text.append(index == 0 ? "" : "; ").append(why);
        }
        return Anomaly.cycle("CyclicCO", text + ": a cycle", edges);
    }

    private static void check(CausalOrder order, Findings findings) {
        Map<String, List<Integer>> writers = writers(order);
        for (int number = 0; number < order.workload.txns.size(); number++) {
            int reader = number;
            order.txn(number)
                    .touches
                    .forEach((key, touch) -> touch.external.ifPresent(seen -> {
                        if (order.workload.isSound(key)) {
                            check(order, reader, key, seen, writers.getOrDefault(key, List.of()), findings);
                        }
                    }));
        }
    }

    private static Map<String, List<Integer>> writers(CausalOrder order) {
        Map<String, List<Integer>> writers = new HashMap<>();
        for (int number = 0; number < order.workload.txns.size(); number++) {
            int writer = number;
            order.txn(number).touches.forEach((key, touch) -> {
                if (!touch.changes.isEmpty()) {
                    writers.computeIfAbsent(key, any -> new ArrayList<>()).add(writer);
                }
            });
        }
        return writers;
    }

    private static void check(
            CausalOrder order, int reader, String key, Seen seen, List<Integer> writers, Findings findings) {
        for (int writer : writers) {
            if (!order.precedes(writer, reader)) {
                continue;
            }
            List<String> changes = order.txn(writer).touches.get(key).changes;
            String last = changes.get(changes.size() - 1);
            if (order.isOlder(key, seen, last)) {
                Op one = order.txn(writer).op;
                Op other = order.txn(reader).op;
                String name = seen instanceof Seen.Nothing ? "WriteCOInitRead" : "WriteCORead";
                String text = other.name() + " read " + key + " as " + seen + ", although " + one.name()
                        + ", which wrote " + last + ", comes causally before it";
                findings.add(
                        new Anomaly(name, text, List.of(one, other), List.of(new Edge(one, other, "causal", text))));
                return;
            }
        }
    }
}
