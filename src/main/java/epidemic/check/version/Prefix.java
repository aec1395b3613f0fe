package epidemic.check.version;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Label;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.transaction.Txn;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges whether every read shows the state at its version label: what the first n updates made, all of it and nothing
 * else. So all reads are prefixes of one order, and each transaction is read from one version. Node logs, if there are
 * any, must be prefixes of one order too.
 */
public final class Prefix implements Checker {
    private final Map<String, List<Change>> byKey = new HashMap<>();
    private final Map<String, Set<String>> unplaced = new HashMap<>();

    private record Change(long version, String value, boolean append, Op op) {}

    @Override
    public Verdict judge(RunRecord run) {
        return new Prefix().judged(run);
    }

    private Verdict judged(RunRecord run) {
        Findings findings = new Findings("prefix");
        NodeLogs logs = new NodeLogs(run.changes());
        NodeLogs.check(run.changes(), logs, findings);
        List<Op> operations = run.history().operations();
        if (!run.history().hasVersions()) {
            findings.doubt("the history has no versions: nothing says what a read should show");
            return findings.verdict(operations.size());
        }
        List<Txn> txns = operations.stream().map(Txn::new).toList();
        txns.forEach(txn -> place(txn, logs, findings));
        byKey.values().forEach(changes -> changes.sort(Comparator.comparingLong(Change::version)));
        int unlabelled = 0;
        for (Txn txn : txns) {
            if (txn.op.isOk() && txn.op.hasVersion()) {
                check(txn, findings);
            } else if (txn.op.isOk()) {
                unlabelled++;
            }
        }
        if (unlabelled > 0) {
            findings.doubt(unlabelled + " operations that are ok have no version");
        }
        return findings.verdict(operations.size());
    }

    private void place(Txn txn, NodeLogs logs, Findings findings) {
        Op op = txn.op;
        Long logged = logs.versionByTransaction.get(op.label().tx());
        if (op.isUpdate()
                && op.isOk()
                && op.hasVersion()
                && logged != null
                && logged != op.label().version()) {
            findings.add("label-not-log", op + " is version " + logged + " in the logs", op);
        }
        if (op.outcome() == Outcome.FAIL) {
            return;
        }
        long version = logs.version(op);
        txn.touches.forEach((key, touch) -> {
            for (String value : touch.changes) {
                if (version == Label.NONE) {
                    unplaced.computeIfAbsent(key, any -> new HashSet<>()).add(value);
                } else {
                    boolean append = op.steps().stream()
                            .anyMatch(step -> step instanceof epidemic.check.history.Step.Append one
                                    && one.key().equals(key));
                    byKey.computeIfAbsent(key, any -> new ArrayList<>()).add(new Change(version, value, append, op));
                }
            }
        });
    }

    private void check(Txn txn, Findings findings) {
        long version = txn.op.label().version() - (txn.op.isUpdate() ? 1 : 0);
        txn.touches.forEach((key, touch) -> {
            if (touch.external.isPresent()) {
                check(txn.op, key, touch.external.get(), version, findings);
            }
        });
    }

    /** Values of updates without a known version may stand anywhere; all others must be exactly right. */
    private void check(Op op, String key, Seen seen, long version, Findings findings) {
        List<String> expected = new ArrayList<>();
        for (Change change : byKey.getOrDefault(key, List.of())) {
            if (change.version() > version) {
                break;
            }
            if (!change.append()) {
                expected.clear();
            }
            expected.add(change.value());
        }
        Set<String> free = unplaced.getOrDefault(key, Set.of());
        List<String> shown = seen instanceof Seen.Many many ? new ArrayList<>(many.values()) : new ArrayList<>();
        if (seen instanceof Seen.One one) {
            if (free.contains(one.value())) {
                return;
            }
            shown.add(one.value());
        }
        if (!isWithMore(shown, expected, free)) {
            List<Op> offending = new ArrayList<>(List.of(op));
            for (Change change : byKey.getOrDefault(key, List.of())) {
                boolean wanted = expected.contains(change.value());
                if (wanted != shown.contains(change.value())) {
                    offending.add(change.op());
                }
            }
            findings.add(
                    "non-prefix-read",
                    op.name()
                            + (op.label().node().isEmpty()
                                    ? ""
                                    : " at " + op.label().node()) + " read " + key + " as "
                            + seen + ", but at version " + version + " it is "
                            + (expected.isEmpty() ? "nil" : String.join(" ", expected)),
                    offending.subList(0, Math.min(offending.size(), 6)).toArray(new Op[0]));
        }
    }

    /** Whether what is shown is what was expected, with none or some of the free values between. */
    private static boolean isWithMore(List<String> shown, List<String> expected, Set<String> free) {
        int met = 0;
        for (String value : shown) {
            if (met < expected.size() && value.equals(expected.get(met))) {
                met++;
            } else if (!free.contains(value)) {
                return false;
            }
        }
        return met == expected.size();
    }
}
