package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What a single read can show that no serializable system shows: values from nowhere, of failed transactions (G1a), of
 * the middle of one (G1b), twice in a list, or not in line with the reader's own steps (Elle, section 4.3; Adya et al.,
 * section 4.2).
 */
public final class ReadChecks {
    private final Workload workload;
    private final Findings findings;

    /** Checks of a workload. */
    public ReadChecks(Workload workload, Findings findings) {
        this.workload = workload;
        this.findings = findings;
    }

    /** All of them. */
    void run() {
        sourcesAndInternal();
        for (Txn txn : workload.txns) {
            if (txn.op.isOk()) {
                txn.touches.forEach((key, touch) -> touch.external.ifPresent(seen -> intermediate(txn.op, key, seen)));
            }
        }
    }

    /** Only where values come from, and whether transactions see their own steps. */
    public void sourcesAndInternal() {
        for (Txn txn : workload.txns) {
            if (txn.op.isOk()) {
                internal(txn.op);
                for (Step step : txn.op.steps()) {
                    if (step instanceof Step.Read read && workload.isSound(read.key())) {
                        sources(txn.op, read);
                    }
                }
            }
        }
    }

    private void sources(Op op, Step.Read read) {
        if (read.seen() instanceof Seen.One one) {
            source(op, read.key(), one.value());
        } else if (read.seen() instanceof Seen.Many many) {
            if (new HashSet<>(many.values()).size() < many.values().size()) {
                findings.add(
                        "duplicate-elements",
                        op.name() + " read " + read.key() + " as " + many + ": a value stands in it twice",
                        op);
            }
            many.values().forEach(value -> source(op, read.key(), value));
        }
    }

    private void source(Op op, String key, String value) {
        Op writer = workload.writer(key, value);
        if (writer == null) {
            findings.add("thin-air-read", op.name() + " read " + value + " at " + key + ", which nobody wrote", op);
        } else if (writer.outcome() == Outcome.FAIL) {
            findings.add(
                    "G1a",
                    op.name() + " read " + value + " at " + key + ", which " + writer.name() + " wrote, and "
                            + writer.name() + " failed",
                    writer,
                    op);
        }
    }

    private void intermediate(Op op, String key, Seen seen) {
        String last = "";
        if (seen instanceof Seen.One one) {
            last = one.value();
        } else if (seen instanceof Seen.Many many) {
            last = many.values().get(many.values().size() - 1);
        }
        int writer = last.isEmpty() || !workload.isSound(key) ? -1 : workload.writerNumber(key, last);
        if (writer < 0 || workload.txns.get(writer).op == op) {
            return;
        }
        Txn txn = workload.txns.get(writer);
        List<String> changes = txn.touches.get(key).changes;
        if (!changes.get(changes.size() - 1).equals(last)) {
            findings.add(
                    "G1b",
                    op.name() + " read " + key + " as " + seen + ", from the middle of " + txn.op.name()
                            + ", which goes on to " + changes.get(changes.size() - 1),
                    txn.op,
                    op);
        }
    }

    /** Follows the steps of one transaction; what it has read and changed itself it must see again. */
    private void internal(Op op) {
        Map<String, Seen> known = new HashMap<>();
        Map<String, List<String>> appended = new HashMap<>();
        for (Step step : op.steps()) {
            if (step instanceof Step.Write write) {
                known.put(write.key(), new Seen.One(write.value()));
            } else if (step instanceof Step.Append append) {
                Seen before = known.get(append.key());
                if (before == null) {
                    appended.computeIfAbsent(append.key(), any -> new ArrayList<>())
                            .add(append.value());
                } else {
                    known.put(append.key(), longer(before, append.value()));
                }
            } else if (step instanceof Step.Read read && !(read.seen() instanceof Seen.Unknown)) {
                Seen expected = known.get(read.key());
                boolean fits = expected == null
                        ? endsWith(read.seen(), appended.getOrDefault(read.key(), List.of()))
                        : expected.equals(read.seen());
                if (!fits) {
                    findings.add(
                            "internal",
                            op.name() + " read " + read.key() + " as " + read.seen()
                                    + ", not in line with its own steps"
                                    + (expected == null ? "" : ", after which it is " + expected),
                            op);
                }
                known.put(read.key(), read.seen());
            }
        }
    }

    private static Seen longer(Seen before, String value) {
        List<String> values = new ArrayList<>(before instanceof Seen.Many many ? many.values() : List.of());
        values.add(value);
        return new Seen.Many(values);
    }

    private static boolean endsWith(Seen seen, List<String> own) {
        List<String> values = seen instanceof Seen.Many many ? many.values() : List.of();
        int from = values.size() - own.size();
        return own.isEmpty() || from >= 0 && values.subList(from, values.size()).equals(own);
    }
}
