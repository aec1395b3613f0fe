package epidemic.check.order;

import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Step;
import epidemic.check.verdict.Anomaly;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Edge;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges whether each key, a register or a list, is linearizable: every operation takes effect at one moment between
 * its invocation and its completion (Herlihy and Wing 1990, section 2).
 *
 * <p>Keys are judged one by one. A transaction over several keys counts as one operation at each; whether it is one at
 * all of them together is for {@code strict-serializable} to say.
 */
public final class Linearizable implements Checker {
    private static final int VIOLATIONS_MAX = 5;

    private final int configurationsMax;

    /** A judge with a bound on remembered configurations, for each key. */
    public Linearizable(int configurationsMax) {
        this.configurationsMax = configurationsMax;
    }

    @Override
    public Verdict judge(RunRecord run) {
        Findings findings = new Findings("linearizable");
        List<Op> operations = run.history().operations();
        boolean several = false;
        Map<String, List<Op>> byKey = new TreeMap<>();
        Map<Integer, Op> whole = new HashMap<>();
        for (Op op : operations) {
            whole.put(op.number(), op);
            Map<String, List<Step>> steps = new TreeMap<>();
            op.steps()
                    .forEach(step -> steps.computeIfAbsent(step.key(), any -> new ArrayList<>())
                            .add(step));
            several |= steps.size() > 1;
            steps.forEach((key, own) ->
                    byKey.computeIfAbsent(key, any -> new ArrayList<>()).add(with(op, own)));
        }
        if (several) {
            findings.note(
                    "transactions over several keys were judged key by key; strict-serializable judges them whole");
        }
        int violations = 0;
        for (Map.Entry<String, List<Op>> entry : byKey.entrySet()) {
            if (violations < VIOLATIONS_MAX && !judge(entry.getKey(), entry.getValue(), whole, findings)) {
                violations++;
            }
        }
        return findings.verdict(operations.size());
    }

    private static Op with(Op op, List<Step> steps) {
        return steps.size() == op.steps().size() ? op : op.with(steps);
    }

    private boolean judge(String key, List<Op> operations, Map<Integer, Op> whole, Findings findings) {
        OrderSearch.Result result = new OrderSearch(operations, true, configurationsMax).run();
        if (result == OrderSearch.Result.GAVE_UP) {
            findings.doubt("key " + key + ": no order found among " + configurationsMax + " configurations");
        }
        if (result == OrderSearch.Result.NONE) {
            findings.add(explained(key, new SmallestPart(true).of(operations), whole));
            return false;
        }
        return true;
    }

    private static Anomaly explained(String key, List<Op> part, Map<Integer, Op> whole) {
        List<Edge> edges = new ArrayList<>();
        List<Op> shown = new ArrayList<>();
        for (Op op : part) {
            Op original = whole.getOrDefault(op.number(), op);
            shown.add(original);
            if (shown.size() > 1) {
                Op earlier = shown.get(shown.size() - 2);
                if (earlier.isBefore(original)) {
                    edges.add(new Edge(
                            earlier,
                            original,
                            "realtime",
                            earlier.name() + " ended before " + original.name() + " began"));
                }
            }
        }
        StringBuilder text = new StringBuilder("key ").append(key).append(": no order of these ");
        text.append(part.size()).append(" explains what they returned");
        for (Edge edge : edges) {
            text.append("; ").append(edge.because());
        }
        return new Anomaly("nonlinearizable", text.toString(), shown, edges);
    }
}
