package epidemic.check.order;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a history of one key without an order smaller, as long as it has none. What is taken away can only make it
 * easier to order: a read; a register's write with all that read it; an append, also out of the lists that show it. So
 * what is left is a proof by itself.
 */
final class SmallestPart {
    private static final int CONFIGURATIONS_MAX = 20_000;
    private static final int TRIES_MAX = 3_000;

    private final boolean realtime;
    private int tries;

    SmallestPart(boolean realtime) {
        this.realtime = realtime;
    }

    /** The smallest part that was found. */
    List<Op> of(List<Op> operations) {
        List<Op> part = realtime ? shortestBeginning(operations) : operations;
        for (int chunk = Math.max(1, part.size() / 2); chunk >= 1; chunk /= 2) {
            boolean smaller = true;
            while (smaller) {
                int before = part.size();
                part = without(part, chunk);
                smaller = chunk == 1 && part.size() < before;
            }
        }
        return part;
    }

    private boolean isWrong(List<Op> operations) {
        tries++;
        return new OrderSearch(operations, realtime, CONFIGURATIONS_MAX).run() == OrderSearch.Result.NONE;
    }

    /** Linearizability is closed under beginnings (Herlihy and Wing 1990, section 3.2): so halving finds the shortest. */
    private List<Op> shortestBeginning(List<Op> operations) {
        List<Integer> ends = new ArrayList<>();
        for (Op op : operations) {
            if (op.isOk()) {
                ends.add(op.completed().index());
            }
        }
        ends.sort(Integer::compare);
        int low = 0;
        int high = ends.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (isWrong(beginning(operations, ends.get(middle)))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        List<Op> part = beginning(operations, ends.get(low));
        return isWrong(part) ? part : operations;
    }

    /** What had been invoked by then; what ends later has an unknown outcome. */
    private static List<Op> beginning(List<Op> operations, int until) {
        List<Op> part = new ArrayList<>();
        for (Op op : operations) {
            if (op.completed().index() <= until) {
                part.add(op);
            } else if (op.invoked().index() < until && op.isUpdate()) {
                part.add(unknown(op));
            }
        }
        return part;
    }

    private static Op unknown(Op op) {
        List<Step> steps = new ArrayList<>();
        for (Step step : op.steps()) {
            steps.add(step instanceof Step.Read read ? new Step.Read(read.key(), Seen.UNKNOWN) : step);
        }
        return new Op(
                op.number(), op.process(), op.function(), op.invoked(), Moment.NEVER, Outcome.INFO, steps, op.label());
    }

    private List<Op> without(List<Op> operations, int chunk) {
        List<Op> part = operations;
        for (int at = part.size(); at > 0 && tries < TRIES_MAX; at -= chunk) {
            int end = Math.min(at, part.size());
            List<Op> less = without(part, part.subList(Math.max(0, end - chunk), end));
            if (less.size() < part.size() && isWrong(less)) {
                part = less;
            }
        }
        return part;
    }

    private static List<Op> without(List<Op> operations, List<Op> gone) {
        Set<Integer> numbers = new HashSet<>();
        Set<String> values = new HashSet<>();
        for (Op op : gone) {
            numbers.add(op.number());
            for (Step step : op.steps()) {
                if (step instanceof Step.Change change) {
                    values.add(change.value());
                }
            }
        }
        List<Op> part = new ArrayList<>();
        for (Op op : operations) {
            if (!numbers.contains(op.number()) && !readsOne(op, values)) {
                part.add(values.isEmpty() ? op : projected(op, values));
            }
        }
        return part;
    }

    private static boolean readsOne(Op op, Set<String> values) {
        for (Step step : op.steps()) {
            if (step instanceof Step.Read read && read.seen() instanceof Seen.One one && values.contains(one.value())) {
                return true;
            }
        }
        return false;
    }

    private static Op projected(Op op, Set<String> gone) {
        List<Step> steps = new ArrayList<>();
        boolean changed = false;
        for (Step step : op.steps()) {
            Step kept = step;
            if (step instanceof Step.Read read
                    && read.seen() instanceof Seen.Many many
                    && many.values().stream().anyMatch(gone::contains)) {
                List<String> values = new ArrayList<>(many.values());
                values.removeIf(gone::contains);
                kept = new Step.Read(read.key(), values.isEmpty() ? Seen.NOTHING : new Seen.Many(values));
                changed = true;
            }
            steps.add(kept);
        }
        return changed ? op.with(steps) : op;
    }
}
