package epidemic.lab;

import epidemic.kernel.Outcome;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * At every moment every node's log, and the state it has applied, is a prefix of one order; versions are dense; what a
 * client was told is in the order.
 *
 * <p>An entry that crashes have wiped out on all nodes is out of the order, and another may take its version, unless a
 * client had been told of it or had read it at the core. At most {@value Long#SIZE} nodes.
 */
final class OrderInvariant implements Invariant {
    private final List<VersionEntry> order = new ArrayList<>();
    /** For each version a bit for each node whose log has it. */
    private long[] holders = new long[64];

    private long toldVersion;
    private String toldWhom = "";

    /** The order as it stands now. */
    List<VersionEntry> order() {
        return order;
    }

    @Override
    public String name() {
        return "one-order";
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        for (VersionEntry entry : entries) {
            take(node, entry);
        }
    }

    private void take(SimNode node, VersionEntry entry) {
        int index = (int) entry.version() - 1;
        long bit = 1L << node.index();
        if (index > order.size()) {
            throw failure("%s appends version %d, but nobody has version %d", node, entry.version(), order.size() + 1);
        }
        if (index < order.size() && !order.get(index).equals(entry)) {
            if (holders[index] != 0) {
                throw failure(
                        "%s appends %s where the order has %s",
                        node, Notation.of(entry), Notation.of(order.get(index)));
            }
            forgetFrom(index);
        }
        if (index == order.size()) {
            order.add(entry);
            if (index == holders.length) {
                holders = Arrays.copyOf(holders, 2 * index);
            }
            holders[index] = 0;
        }
        holders[index] |= bit;
    }

    /** Nobody holds these any more. */
    private void forgetFrom(int index) {
        if (toldVersion > index) {
            throw new CheckFailure(
                    "durability",
                    "version " + (index + 1) + " was lost on all nodes and given anew, although " + toldWhom);
        }
        order.subList(index, order.size()).clear();
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        release(node);
    }

    @Override
    public void emptied(SimNode node) {
        release(node);
    }

    private void release(SimNode node) {
        for (int index = (int) node.logEnd(); index < order.size(); index++) {
            holders[index] &= ~(1L << node.index());
        }
    }

    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        check(node, snapshot);
        for (int index = 0; index < snapshot.version(); index++) {
            holders[index] |= 1L << node.index();
        }
        appended(node, entries);
    }

    @Override
    public void compacted(SimNode node, Snapshot snapshot) {
        check(node, snapshot);
    }

    /** A snapshot is what the versions up to its own make. */
    private void check(SimNode node, Snapshot snapshot) {
        if (snapshot.version() > order.size()) {
            throw failure("%s has a %s; the order has %d versions", node, snapshot, order.size());
        }
        int clients = node.simulation().rememberedClients();
        if (!Snapshot.EMPTY
                .after(order.subList(0, (int) snapshot.version()), clients)
                .equals(snapshot)) {
            throw failure("%s has a %s that is not what the order makes", node, snapshot);
        }
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (!(outcome instanceof Outcome.Committed committed)) {
            return;
        }
        long version = committed.version();
        if (version > order.size()) {
            throw failure("%s tells %s of version %d of %d", node, transaction.id(), version, order.size());
        }
        if (transaction.isUpdate()
                && !order.get((int) version - 1).transaction().equals(transaction.id())) {
            throw new CheckFailure(
                    "committed-in-order",
                    node + " tells " + transaction.id() + " it became version " + version + ", which is "
                            + Notation.of(order.get((int) version - 1)));
        }
        if (version > toldVersion) {
            toldVersion = version;
            toldWhom = node + " had told " + transaction.id() + " of version " + version;
        }
    }

    @Override
    public void afterBatch(SimNode node) {
        long applied = node.history().version();
        if (applied > node.logEnd()) {
            throw failure("%s has applied version %d, its log ends at %d", node, applied, node.logEnd());
        }
    }

    private CheckFailure failure(String format, Object... arguments) {
        return new CheckFailure(name(), format.formatted(arguments));
    }
}
