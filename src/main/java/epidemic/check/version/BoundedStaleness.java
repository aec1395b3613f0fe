package epidemic.check.version;

import epidemic.check.history.NodeChange;
import epidemic.check.history.Op;
import epidemic.check.history.RunFacts;
import epidemic.check.history.RunRecord;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Judges how old reads below the core are. Layer 1 is fewer than {@code batch} versions behind what clients of the core
 * knew {@code grace} before the read began; layer 2 shows at least what its feed held {@code period + grace} before.
 */
public final class BoundedStaleness implements Checker {
    @Override
    public Verdict judge(RunRecord run) {
        Findings findings = new Findings("bounded-staleness");
        RunFacts facts = run.facts();
        if (facts.batch().isEmpty()
                || facts.graceNanos().isEmpty()
                || facts.periodNanos().isEmpty()) {
            findings.doubt("no bounds: meta.json beside the history with batch, period_ns and grace_ns is needed");
            return findings.verdict(run.history().operations().size());
        }
        TreeMap<Long, Long> core = new TreeMap<>();
        Map<String, TreeMap<Long, Long>> nodes = new HashMap<>();
        known(run, core, nodes);
        long grace = facts.graceNanos().getAsLong();
        int judged = 0;
        for (Op op : run.history().operations()) {
            int layer = op.label().layer();
            if (!op.isOk() || !op.hasVersion() || layer < 1) {
                continue;
            }
            judged++;
            String feed = facts.feeds().getOrDefault(op.label().node(), "");
            if (layer == 1) {
                long newest = at(core, op.invoked().nanos() - grace);
                require(op, newest - (facts.batch().getAsInt() - 1), "the core had " + newest, findings);
            } else if (nodes.containsKey(feed)) {
                long newest = at(
                        nodes.get(feed),
                        op.invoked().nanos() - grace - facts.periodNanos().getAsLong());
                require(op, newest, feed + " had " + newest + " a period before", findings);
            } else {
                findings.doubt("nothing is known of the feed of " + op.label().node());
            }
        }
        findings.note(judged + " reads below the core were judged");
        return findings.verdict(run.history().operations().size());
    }

    private static void require(Op op, long least, String why, Findings findings) {
        if (op.label().version() < least) {
            findings.add(
                    "stale-layer" + op.label().layer(),
                    op.name() + " at " + op.label().node() + " read version "
                            + op.label().version() + "; " + least + " is the least allowed, for " + why,
                    op);
        }
    }

    /** The newest version that was known to be there at each time, never more than there was. */
    private static void known(RunRecord run, TreeMap<Long, Long> core, Map<String, TreeMap<Long, Long>> nodes) {
        BiConsumer<TreeMap<Long, Long>, long[]> put = (series, point) -> series.merge(point[0], point[1], Math::max);
        for (Op op : run.history().operations()) {
            if (op.isOk() && op.hasVersion()) {
                long[] point = {op.completed().nanos(), op.label().version()};
                if (op.label().layer() == 0) {
                    put.accept(core, point);
                }
                put.accept(nodes.computeIfAbsent(op.label().node(), any -> new TreeMap<>()), point);
            }
        }
        for (NodeChange change : run.changes()) {
            put.accept(
                    nodes.computeIfAbsent(change.node(), any -> new TreeMap<>()),
                    new long[] {change.nanos(), change.version()});
        }
        grow(core);
        nodes.values().forEach(BoundedStaleness::grow);
    }

    private static void grow(TreeMap<Long, Long> series) {
        long newest = 0;
        for (Map.Entry<Long, Long> point : series.entrySet()) {
            newest = Math.max(newest, point.getValue());
            point.setValue(newest);
        }
    }

    private static long at(TreeMap<Long, Long> series, long nanos) {
        Map.Entry<Long, Long> point = series.floorEntry(nanos);
        return point == null ? 0 : point.getValue();
    }
}
