package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order that version labels claim: the n-th update carries n, reads carry what they saw. */
final class LabelOrder {
    private LabelOrder() {}

    /**
     * Whether executing the operations in the order of their versions gives all that was read.
     *
     * @param realtime whether the order must also be that of real time
     */
    static boolean explains(List<Txn> txns, boolean realtime) {
        List<Op> order = new ArrayList<>();
        for (Txn txn : txns) {
            if (!txn.op.hasVersion()) {
                return false;
            }
            order.add(txn.op);
        }
        order.sort(Comparator.<Op>comparingLong(op -> op.label().version())
                .thenComparing(op -> !op.isUpdate())
                .thenComparingInt(op -> op.invoked().index()));
        Map<String, Seen> state = new HashMap<>();
        int latestBegin = -1;
        for (Op op : order) {
            if (realtime && op.completed().index() < latestBegin || !execute(op, state)) {
                return false;
            }
            latestBegin = Math.max(latestBegin, op.invoked().index());
        }
        return true;
    }

    private static boolean execute(Op op, Map<String, Seen> state) {
        for (Step step : op.steps()) {
            if (step instanceof Step.Write write) {
                state.put(write.key(), new Seen.One(write.value()));
            } else if (step instanceof Step.Append append) {
                List<String> values =
                        new ArrayList<>(state.get(append.key()) instanceof Seen.Many many ? many.values() : List.of());
                values.add(append.value());
                state.put(append.key(), new Seen.Many(values));
            } else if (step instanceof Step.Read read
                    && !(read.seen() instanceof Seen.Unknown)
                    && !read.seen().equals(state.getOrDefault(read.key(), Seen.NOTHING))) {
                return false;
            }
        }
        return true;
    }

    /** Versions are unique among updates and agree with real time. Independent of all values. */
    static void check(List<Op> operations, Findings findings) {
        Map<Long, Op> byVersion = new HashMap<>();
        List<Op> labelled = new ArrayList<>();
        for (Op op : operations) {
            if (op.isOk() && op.hasVersion()) {
                labelled.add(op);
                Op other = op.isUpdate() ? byVersion.put(op.label().version(), op) : null;
                if (other != null) {
                    findings.add(
                            "version-twice",
                            other.name() + " and " + op.name() + " both created version "
                                    + op.label().version(),
                            other,
                            op);
                }
            }
        }
        List<Op> byEnd = new ArrayList<>(labelled);
        byEnd.sort(Comparator.comparingInt(op -> op.completed().index()));
        Op newest = null;
        int ended = 0;
        for (Op op : labelled) {
            while (ended < byEnd.size() && byEnd.get(ended).isBefore(op)) {
                Op one = byEnd.get(ended++);
                newest =
                        newest == null || one.label().version() > newest.label().version() ? one : newest;
            }
            long least = newest == null ? 0 : newest.label().version() + (op.isUpdate() ? 1 : 0);
            if (newest != null
                    && op.completed().index() != Moment.NEVER.index()
                    && op.label().version() < least) {
                findings.add(
                        "version-realtime",
                        newest.name() + " at version " + newest.label().version() + " ended before " + op.name()
                                + " began, which has version " + op.label().version(),
                        newest,
                        op);
            }
        }
    }
}
