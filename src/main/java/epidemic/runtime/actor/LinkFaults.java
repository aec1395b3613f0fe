package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Which links of running nodes are cut or slow: set by who plays with them, read at every send. Thread-safe. */
public final class LinkFaults {
    private volatile SortedMap<NodePair, LinkFault> faults = Collections.emptySortedMap();
    private volatile Consumer<SortedMap<NodePair, LinkFault>> listener = all -> {};

    /** From now on tells whenever links were {@link #set}; one listener. */
    public void onSet(Consumer<SortedMap<NodePair, LinkFault>> newListener) {
        listener = newListener;
    }

    /**
     * Gives links this fault, in place of the one they have.
     *
     * @param fault {@link LinkFault#NONE} heals them
     */
    public synchronized void set(Collection<NodePair> links, LinkFault fault) {
        SortedMap<NodePair, LinkFault> next = new TreeMap<>(faults);
        for (NodePair link : links) {
            if (fault.equals(LinkFault.NONE)) {
                next.remove(link);
            } else {
                next.put(link, fault);
            }
        }
        faults = Collections.unmodifiableSortedMap(next);
        listener.accept(faults);
    }

    /** What is wrong with all links from now on. The listener is not told. */
    public synchronized void replace(SortedMap<NodePair, LinkFault> all) {
        faults = Collections.unmodifiableSortedMap(new TreeMap<>(all));
    }

    /** The links that have a fault. Immutable. */
    public SortedMap<NodePair, LinkFault> all() {
        return faults;
    }

    /** Whether no link has a fault. */
    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** What is wrong with the link between two nodes. */
    public LinkFault between(NodeId one, NodeId other) {
        SortedMap<NodePair, LinkFault> now = faults;
        return now.isEmpty() || one.equals(other)
                ? LinkFault.NONE
                : now.getOrDefault(NodePair.of(one, other), LinkFault.NONE);
    }
}
