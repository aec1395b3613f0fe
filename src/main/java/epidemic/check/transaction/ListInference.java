package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Dependencies at lists. A list shows the order of its appends, so the longest one read is the order of versions, and
 * every other must be a beginning of it (Elle, section 4.2.2). An append that happened and is in no list comes after all
 * that are.
 */
final class ListInference {
    private final Workload workload;
    private final Findings findings;
    private final Graph graph;
    private final Map<String, Op> longestReader = new HashMap<>();
    private final Map<String, List<String>> longest = new HashMap<>();

    /** What was appended and is in no list, and the junction that leads to who did it. */
    private final Map<String, List<String>> unseen = new HashMap<>();

    private final Map<String, Integer> junctions = new HashMap<>();

    ListInference(Workload workload, Findings findings, Graph graph) {
        this.workload = workload;
        this.findings = findings;
        this.graph = graph;
    }

    void run() {
        workload.txns.forEach(this::measure);
        workload.txns.forEach(this::compare);
        workload.lists.stream().filter(workload::isSound).forEach(this::order);
        for (int number = 0; number < workload.txns.size(); number++) {
            Txn txn = workload.txns.get(number);
            int reader = number;
            txn.touches.forEach((key, touch) -> {
                if (isList(key)) {
                    touch.external.ifPresent(seen -> read(reader, key, seen));
                }
            });
        }
    }

    private boolean isList(String key) {
        return workload.lists.contains(key) && workload.isSound(key);
    }

    private static List<String> values(Seen seen) {
        return seen instanceof Seen.Many many ? many.values() : List.of();
    }

    private void measure(Txn txn) {
        for (Step step : txn.op.steps()) {
            if (step instanceof Step.Read read
                    && values(read.seen()).size()
                            > longest.getOrDefault(read.key(), List.of()).size()) {
                longest.put(read.key(), values(read.seen()));
                longestReader.put(read.key(), txn.op);
            }
        }
    }

    private void compare(Txn txn) {
        for (Step step : txn.op.steps()) {
            if (step instanceof Step.Read read && isList(read.key())) {
                List<String> seen = values(read.seen());
                List<String> all = longest.getOrDefault(read.key(), List.of());
                if (!all.subList(0, seen.size()).equals(seen)) {
                    findings.add(
                            "incompatible-order",
                            txn.op.name() + " read " + read.key() + " as " + seen + ", which is no beginning of " + all
                                    + " that " + longestReader.get(read.key()).name() + " read",
                            txn.op,
                            longestReader.get(read.key()));
                }
            }
        }
    }

    private void order(String key) {
        List<String> all = longest.getOrDefault(key, List.of());
        for (int index = 1; index < all.size(); index++) {
            edge(key, all.get(index - 1), all.get(index));
        }
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Op> written :
                workload.writers.getOrDefault(key, Map.of()).entrySet()) {
            if (workload.numbers.containsKey(written.getValue()) && !all.contains(written.getKey())) {
                missing.add(written.getKey());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        missing.sort(String::compareTo);
        int junction = graph.junction();
        junctions.put(key, junction);
        unseen.put(key, missing);
        for (String value : missing) {
            int writer = workload.writerNumber(key, value);
            graph.add(junction, writer, Graph.FREE, key, "", value);
            if (!all.isEmpty()) {
                edge(key, all.get(all.size() - 1), value);
            }
        }
    }

    private void edge(String key, String earlier, String later) {
        int one = workload.writerNumber(key, earlier);
        int other = workload.writerNumber(key, later);
        if (one >= 0 && other >= 0) {
            graph.add(one, other, Graph.WW, key, earlier, later);
        }
    }

    private void read(int reader, String key, Seen seen) {
        List<String> values = values(seen);
        List<String> all = longest.getOrDefault(key, List.of());
        if (!values.isEmpty()) {
            String last = values.get(values.size() - 1);
            int writer = workload.writerNumber(key, last);
            if (writer >= 0) {
                graph.add(writer, reader, Graph.WR, key, last, last);
            }
        }
        if (values.size() < all.size()) {
            String next = all.get(values.size());
            int writer = workload.writerNumber(key, next);
            if (writer >= 0) {
                graph.add(reader, writer, Graph.RW, key, seen.toString(), next);
            }
        } else if (unseen.containsKey(key)) {
            beforeUnseen(reader, key, seen);
        }
    }

    /** Who appends there itself does not go through the junction, which would lead back to it. */
    private void beforeUnseen(int reader, String key, Seen seen) {
        List<String> own = workload.txns.get(reader).touches.get(key).changes;
        if (own.isEmpty()) {
            graph.add(reader, junctions.get(key), Graph.RW, key, seen.toString(), "");
            return;
        }
        for (String value : unseen.get(key)) {
            graph.add(reader, workload.writerNumber(key, value), Graph.RW, key, seen.toString(), value);
        }
    }
}
