package epidemic.check.transaction;

import epidemic.check.history.NodeChange;
import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.history.View;
import epidemic.check.verdict.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The order that version labels claim: the n-th update carries n, reads carry what they saw. */
final class LabelOrder {
    private static final long GAPS_UNTIL = 10_000_000;

    private LabelOrder() {}

    /**
     * Whether executing the operations in the order of their versions gives all that was read.
     *
     * @param realtime whether the order must also be that of real time
     * @param sessions whose sessions the order must keep to, if any
     */
    static boolean explains(RunRecord run, Workload workload, boolean realtime, Optional<View> sessions) {
        Map<Op, Long> versions = versions(run, workload);
        if (versions.size() < workload.txns.size()) {
            return false;
        }
        List<Op> order = new ArrayList<>(versions.keySet());
        order.sort(Comparator.<Op>comparingLong(versions::get)
                .thenComparing(op -> !op.isUpdate())
                .thenComparingInt(op -> op.invoked().index()));
        Map<String, Seen> state = new HashMap<>();
        int latestBegin = -1;
        for (Op op : order) {
            if (realtime && op.end() < latestBegin || !execute(op, state)) {
                return false;
            }
            latestBegin = Math.max(latestBegin, op.invoked().index());
        }
        return sessions.isEmpty() || keepsSessions(versions, sessions.get());
    }

    /** The versions as labelled; of updates with unknown outcome as logged, or as the gaps between the others allow. */
    private static Map<Op, Long> versions(RunRecord run, Workload workload) {
        Map<String, Long> logged = new HashMap<>();
        for (NodeChange change : run.changes()) {
            long version = change.firstVersion();
            for (String transaction : change.transactions()) {
                logged.putIfAbsent(transaction, version++);
            }
        }
        Map<Op, Long> versions = new IdentityHashMap<>();
        TreeSet<Long> gaps = new TreeSet<>();
        Map<Op, Long> firstSeen = new IdentityHashMap<>();
        for (Txn txn : workload.txns) {
            Long version = txn.op.hasVersion()
                    ? Long.valueOf(txn.op.label().version())
                    : logged.get(txn.op.label().tx());
            if (version != null) {
                versions.put(txn.op, version);
                txn.touches.forEach((key, touch) -> touch.external.ifPresent(seen -> {
                    Op writer = seen instanceof Seen.One one ? workload.writer(key, one.value()) : null;
                    if (writer != null) {
                        firstSeen.merge(writer, version, Math::min);
                    }
                }));
            }
        }
        long newest =
                versions.values().stream().mapToLong(version -> version).max().orElse(0);
        for (long version = 1; version <= Math.min(newest, GAPS_UNTIL); version++) {
            gaps.add(version);
        }
        versions.forEach((op, version) -> {
            if (op.isUpdate()) {
                gaps.remove(version);
            }
        });
        for (Txn txn : workload.txns) {
            Long gap = versions.containsKey(txn.op) ? null : gaps.floor(firstSeen.getOrDefault(txn.op, newest));
            if (gap != null) {
                versions.put(txn.op, gap);
                gaps.remove(gap);
            }
        }
        return versions;
    }

    private static boolean keepsSessions(Map<Op, Long> versions, View view) {
        Map<String, Op> last = new HashMap<>();
        for (Op op : view.inSessionOrder(versions.keySet().stream()
                .sorted(Comparator.comparingInt(Op::number))
                .toList())) {
            Op before = last.put(view.session(op), op);
            if (before != null && versions.get(op) < versions.get(before) + (op.isUpdate() ? 1 : 0)) {
                return false;
            }
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
