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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The transactions of a history by number, who wrote what, and whether the rules for the workload were kept: at a key a
 * value is written once, and lists and single values do not mix.
 */
public final class Workload {
    /** Those that happened: all that are ok, and the unknown ones of which some read shows a change. */
    public final List<Txn> txns = new ArrayList<>();

    /** Where a value at a key comes from. */
    public final Map<String, Map<String, Op>> writers = new HashMap<>();

    /** The numbers of those that happened, by operation. */
    public final Map<Op, Integer> numbers = new java.util.IdentityHashMap<>();

    /** Keys that hold lists. */
    public final Set<String> lists = new TreeSet<>();

    /** Keys that hold single values. */
    public final Set<String> registers = new TreeSet<>();

    /** Keys at which a rule is broken, and how. */
    public final Map<String, String> broken = new TreeMap<>();

    /** The workload of some operations. */
    public Workload(List<Op> operations) {
        Map<String, Set<String>> shown = new HashMap<>();
        operations.forEach(op -> scan(op, shown));
        for (String key : lists) {
            if (registers.contains(key)) {
                broken.put(key, "lists and single values mix");
            }
        }
        for (Op op : operations) {
            if (op.isOk() || op.outcome() == Outcome.INFO && happened(op, shown)) {
                numbers.put(op, txns.size());
                txns.add(new Txn(op));
            }
        }
    }

    private void scan(Op op, Map<String, Set<String>> shown) {
        for (Step step : op.steps()) {
            if (step instanceof Step.Change change) {
                (change instanceof Step.Append ? lists : registers).add(change.key());
                Op other = writers.computeIfAbsent(change.key(), any -> new HashMap<>())
                        .putIfAbsent(change.value(), op);
                if (other != null) {
                    broken.put(
                            change.key(),
                            "value " + change.value() + " is written twice, by " + other.name() + " and " + op.name());
                }
            } else if (step instanceof Step.Read read && op.isOk()) {
                Set<String> values = shown.computeIfAbsent(read.key(), any -> new HashSet<>());
                if (read.seen() instanceof Seen.One one) {
                    registers.add(read.key());
                    values.add(one.value());
                } else if (read.seen() instanceof Seen.Many many) {
                    lists.add(read.key());
                    values.addAll(many.values());
                }
            }
        }
    }

    private static boolean happened(Op op, Map<String, Set<String>> shown) {
        for (Step step : op.steps()) {
            if (step instanceof Step.Change change
                    && shown.getOrDefault(change.key(), Set.of()).contains(change.value())) {
                return true;
            }
        }
        return false;
    }

    /** Who wrote a value; null if nobody did. */
    public @org.jspecify.annotations.Nullable Op writer(String key, String value) {
        return writers.getOrDefault(key, Map.of()).get(value);
    }

    /** The number of the transaction that wrote a value; -1 if none that happened did. */
    public int writerNumber(String key, String value) {
        Op op = writer(key, value);
        return op == null ? -1 : numbers.getOrDefault(op, -1);
    }

    /** Whether the rules were kept at a key. */
    public boolean isSound(String key) {
        return !broken.containsKey(key);
    }

    /** Says which rules were broken, for what was not judged because of that. */
    public void tellBroken(Findings findings) {
        broken.forEach((key, how) -> findings.doubt("key " + key + " cannot be judged: " + how));
    }
}
