package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.LinkFaults;
import epidemic.runtime.actor.NodePair;
import epidemic.runtime.wire.Parcel;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The links with faults, the same in all processes: the newest table wins. Confined to the host. */
final class LinkTable {
    private final NodeId self;
    private final LinkFaults faults;
    private Parcel.Links newest;

    LinkTable(NodeId self, LinkFaults faults) {
        this.self = self;
        this.faults = faults;
        this.newest = new Parcel.Links(0, self, new TreeMap<>());
    }

    /** Links were set here. Returns what the others are to be told. */
    Parcel.Links set(SortedMap<NodePair, LinkFault> all, long nowMillis) {
        newest = new Parcel.Links(Math.max(nowMillis, newest.stamp() + 1), self, all);
        return newest;
    }

    /** What a process that is new is to be told, if links were ever set. */
    Optional<Parcel.Links> known() {
        return Optional.of(newest).filter(table -> table.stamp() > 0);
    }

    /** Links were set elsewhere, perhaps before those that are known here. */
    void heard(Parcel.Links other) {
        boolean isNewer = other.stamp() > newest.stamp()
                || other.stamp() == newest.stamp() && other.by().compareTo(newest.by()) > 0;
        if (isNewer) {
            newest = other;
            faults.replace(other.faults());
        }
    }
}
