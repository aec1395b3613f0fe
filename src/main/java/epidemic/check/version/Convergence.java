package epidemic.check.version;

import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Judges whether the final reads of all nodes show the same, key by key, and the same state hash. */
public final class Convergence implements Checker {
    private record Shown(Op op, Seen seen) {}

    @Override
    public Verdict judge(RunRecord run) {
        Findings findings = new Findings("convergence");
        Map<String, Shown> first = new HashMap<>();
        Map<String, Set<String>> nodesByKey = new HashMap<>();
        Set<String> nodes = new TreeSet<>();
        Op hashed = null;
        for (Op op : run.history().operations()) {
            if (!op.function().equals("final") || !op.isOk()) {
                continue;
            }
            nodes.add(op.label().node());
            for (Step step : op.steps()) {
                if (step instanceof Step.Read read) {
                    nodesByKey
                            .computeIfAbsent(read.key(), any -> new TreeSet<>())
                            .add(op.label().node());
                    compare(first, op, read, findings);
                }
            }
            if (!op.label().hash().isEmpty()) {
                if (hashed != null && !hashed.label().hash().equals(op.label().hash())) {
                    findings.add("diverged-hash", words(hashed) + ", but " + words(op), hashed, op);
                }
                hashed = hashed == null ? op : hashed;
            }
        }
        Set<String> missing = new TreeSet<>(run.facts().layers().keySet());
        missing.removeAll(nodes);
        if (!missing.isEmpty()) {
            findings.doubt("no final read at " + String.join(", ", missing));
        }
        if (nodes.size() < 2) {
            findings.doubt("final reads at " + nodes.size() + " nodes; two or more are needed");
        }
        nodesByKey.forEach((key, at) -> {
            if (at.size() < nodes.size()) {
                findings.doubt("key " + key + " was finally read at " + at + " only");
            }
        });
        return findings.verdict(run.history().operations().size());
    }

    private static void compare(Map<String, Shown> first, Op op, Step.Read read, Findings findings) {
        Shown other = first.putIfAbsent(read.key(), new Shown(op, read.seen()));
        if (other != null && !other.seen().equals(read.seen())) {
            findings.add(
                    "diverged",
                    "key " + read.key() + " is " + other.seen() + " at "
                            + other.op().label().node() + " and " + read.seen() + " at "
                            + op.label().node(),
                    other.op(),
                    op);
        }
    }

    private static String words(Op op) {
        return op.label().node() + " ended with the state " + op.label().hash();
    }
}
