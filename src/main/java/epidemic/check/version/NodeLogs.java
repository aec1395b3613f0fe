package epidemic.check.version;

import epidemic.check.history.NodeChange;
import epidemic.check.history.Op;
import epidemic.check.verdict.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the nodes' version logs say together: which transaction made which version. */
final class NodeLogs {
    private static final Set<String> JUMPS = Set.of("recover", "repair");

    /** The transaction of each version, as the first node told it. */
    final Map<Long, NodeChange> tellerByVersion = new HashMap<>();

    final Map<Long, String> transactionByVersion = new HashMap<>();
    final Map<String, Long> versionByTransaction = new HashMap<>();
    long newest;

    NodeLogs(List<NodeChange> changes) {
        for (NodeChange change : changes) {
            newest = Math.max(newest, change.version());
            long version = change.firstVersion();
            for (String transaction : change.transactions()) {
                if (transactionByVersion.putIfAbsent(version, transaction) == null) {
                    tellerByVersion.put(version, change);
                }
                versionByTransaction.putIfAbsent(transaction, version);
                version++;
            }
        }
    }

    /** Logs are prefixes of one order, versions grow without gaps, equal versions have equal states. */
    static void check(List<NodeChange> changes, NodeLogs logs, Findings findings) {
        Map<String, NodeChange> last = new HashMap<>();
        Map<Long, NodeChange> hashes = new HashMap<>();
        for (NodeChange change : changes) {
            long version = change.firstVersion();
            for (String transaction : change.transactions()) {
                if (!transaction.equals(logs.transactionByVersion.get(version))) {
                    findings.add(
                            "log-order",
                            change + ": " + transaction + " as version " + version + ", but "
                                    + logs.tellerByVersion.get(version) + " has "
                                    + logs.transactionByVersion.get(version));
                }
                version++;
            }
            NodeChange before = last.put(change.node(), change);
            if (before != null && !JUMPS.contains(change.cause())) {
                boolean gap = !change.transactions().isEmpty() && change.firstVersion() != before.version() + 1;
                if (gap || change.version() < before.version()) {
                    findings.add("log-gap", change + " does not follow " + before);
                }
            }
            if (!change.hash().isEmpty()) {
                NodeChange other = hashes.putIfAbsent(change.version(), change);
                if (other != null && !other.hash().equals(change.hash())) {
                    findings.add(
                            "log-hash",
                            change + " has the state " + change.hash() + ", but " + other + " has " + other.hash());
                }
            }
        }
    }

    /** The version of an update: as labelled, or as the logs say; {@link Op.Label#NONE} if unknown. */
    long version(Op op) {
        if (op.hasVersion()) {
            return op.label().version();
        }
        return versionByTransaction.getOrDefault(op.label().tx(), Op.Label.NONE);
    }
}
