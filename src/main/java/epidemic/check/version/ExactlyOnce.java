package epidemic.check.version;

import epidemic.check.history.NodeChange;
import epidemic.check.history.Op;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges whether every update that is ok took effect once, every failed one never, every unknown one at most once: by
 * the lists that reads show, by the final reads, and by the nodes' version logs.
 */
public final class ExactlyOnce implements Checker {
    @Override
    public Verdict judge(RunRecord run) {
        Findings findings = new Findings("exactly-once");
        List<Op> operations = run.history().operations();
        lists(operations, findings);
        finals(operations, findings);
        labels(operations, findings);
        logs(run, findings);
        boolean lists =
                operations.stream().flatMap(op -> op.steps().stream()).anyMatch(step -> step instanceof Step.Append);
        if (!lists && run.changes().isEmpty()) {
            findings.doubt("neither appends nor observations.jsonl: nothing shows how often an update took effect");
        }
        return findings.verdict(operations.size());
    }

    private static void lists(List<Op> operations, Findings findings) {
        Map<String, Op> failed = new HashMap<>();
        Map<String, Integer> writers = new HashMap<>();
        for (Op op : operations) {
            for (Step step : op.steps()) {
                if (step instanceof Step.Change change) {
                    String place = place(change.key(), change.value());
                    if (op.outcome() == Outcome.FAIL) {
                        failed.put(place, op);
                    } else {
                        writers.merge(place, 1, Integer::sum);
                    }
                }
            }
        }
        failed.keySet().removeAll(writers.keySet());
        for (Op op : operations) {
            for (Step step : op.steps()) {
                if (step instanceof Step.Read read) {
                    read(op, read, writers, failed, findings);
                }
            }
        }
    }

    /** Several may have written the same value: it stands there as often as they have, at most. */
    private static void read(
            Op op, Step.Read read, Map<String, Integer> writers, Map<String, Op> failed, Findings findings) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        values(read.seen()).forEach(value -> counts.merge(value, 1, Integer::sum));
        counts.forEach((value, count) -> {
            String place = place(read.key(), value);
            int most = Math.max(1, writers.getOrDefault(place, 0));
            if (count > most) {
                findings.add(
                        "duplicate-append",
                        op.name() + " read " + read.key() + " as " + read.seen() + ": " + value + " stands in it "
                                + times(count) + (most == 1 ? "" : ", but was written " + times(most)),
                        op);
            }
            Op writer = failed.get(place);
            if (writer != null) {
                findings.add(
                        "failed-but-applied",
                        op.name() + " read " + value + " at " + read.key() + ", but " + writer.name()
                                + " that wrote it failed",
                        writer,
                        op);
            }
        });
    }

    private static String place(String key, String value) {
        return key + " " + value;
    }

    private static String times(int count) {
        return count == 2 ? "twice" : count + " times";
    }

    private static List<String> values(Seen seen) {
        if (seen instanceof Seen.One one) {
            return List.of(one.value());
        }
        return seen instanceof Seen.Many many ? many.values() : List.of();
    }

    private static void finals(List<Op> operations, Findings findings) {
        Map<String, Op> reader = new HashMap<>();
        Map<String, Set<String>> shown = new HashMap<>();
        for (Op op : operations) {
            if (op.function().equals("final") && op.isOk()) {
                for (Step step : op.steps()) {
                    if (step instanceof Step.Read read) {
                        reader.putIfAbsent(read.key(), op);
                        if (reader.get(read.key()) == op) {
                            shown.put(read.key(), new HashSet<>(values(read.seen())));
                        }
                    }
                }
            }
        }
        for (Op op : operations) {
            for (Step step : op.steps()) {
                if (op.isOk()
                        && step instanceof Step.Append append
                        && reader.containsKey(append.key())
                        && op.isBefore(reader.get(append.key()))
                        && !shown.get(append.key()).contains(append.value())) {
                    findings.add(
                            "lost-append",
                            op.name() + " appended " + append.value() + " to " + append.key()
                                    + ", which the final read "
                                    + reader.get(append.key()).name() + " does not show",
                            op,
                            reader.get(append.key()));
                }
            }
        }
    }

    private static void labels(List<Op> operations, Findings findings) {
        Map<String, Op> byTransaction = new HashMap<>();
        Map<Long, Op> byVersion = new HashMap<>();
        for (Op op : operations) {
            if (!op.isOk() || !op.isUpdate() || !op.hasVersion()) {
                continue;
            }
            Op same = byVersion.putIfAbsent(op.label().version(), op);
            if (same != null && !same.label().tx().equals(op.label().tx())) {
                findings.add(
                        "version-twice",
                        same.name() + " and " + op.name() + " both created version "
                                + op.label().version(),
                        same,
                        op);
            }
            Op retried = op.label().tx().isEmpty()
                    ? null
                    : byTransaction.putIfAbsent(op.label().tx(), op);
            if (retried != null && retried.label().version() != op.label().version()) {
                findings.add(
                        "executed-twice",
                        "transaction " + op.label().tx() + " created version "
                                + retried.label().version() + " and version "
                                + op.label().version(),
                        retried,
                        op);
            }
        }
    }

    private static void logs(RunRecord run, Findings findings) {
        Map<String, Long> versions = new HashMap<>();
        for (NodeChange change : run.changes()) {
            long version = change.firstVersion();
            for (String transaction : change.transactions()) {
                Long other = versions.putIfAbsent(transaction, version);
                if (other != null && other != version) {
                    findings.add(
                            "duplicate-transaction",
                            change + ": " + transaction + " as version " + version + ", and elsewhere as version "
                                    + other);
                }
                version++;
            }
        }
        NodeLogs logs = new NodeLogs(run.changes());
        for (Op op : run.history().operations()) {
            String tx = op.label().tx();
            if (!op.isUpdate() || tx.isEmpty() || run.changes().isEmpty()) {
                continue;
            }
            if (op.outcome() == Outcome.FAIL && versions.containsKey(tx)) {
                findings.add(
                        "failed-but-applied", op + " failed and is in the logs as version " + versions.get(tx), op);
            } else if (op.isOk()
                    && op.hasVersion()
                    && !versions.containsKey(tx)
                    && logs.transactionByVersion.containsKey(op.label().version())) {
                findings.add("lost-transaction", op + " is in no log", op);
            }
        }
    }
}
