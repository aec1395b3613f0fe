package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A coordinator's attempt to bring about a view: who was asked and what they have said. */
final class ViewRound {
    final long epoch;
    final List<NodeId> asked = new ArrayList<>();
    final TreeSet<NodeId> installed = new TreeSet<>();
    private final Map<NodeId, LayeredMessage.Prepared> prepared = new TreeMap<>();
    private final Map<NodeId, Long> leaseEnds = new TreeMap<>();
    Step step = Step.PROMISING;
    View view = View.NONE;

    /** How far the attempt is. */
    enum Step {
        /** The own promise is on its way to the disk. */
        PROMISING,
        /** The others are asked for theirs. */
        PREPARING,
        /** The view is decided: its members are asked to accept it. */
        INSTALLING
    }

    ViewRound(long epoch) {
        this.epoch = epoch;
    }

    /** A node has told what it holds, and what leases it has granted. */
    void prepared(NodeId from, LayeredMessage.Prepared said, long nowNanos) {
        prepared.put(from, said);
        said.leases().forEach((reader, left) -> leaseEnds.merge(reader, nowNanos + left, Math::max));
    }

    Map<NodeId, LayeredMessage.Prepared> prepared() {
        return prepared;
    }

    boolean hasAnswered(NodeId node) {
        return prepared.containsKey(node);
    }

    int promises() {
        int promises = 0;
        for (LayeredMessage.Prepared said : prepared.values()) {
            promises += said.isPromise() ? 1 : 0;
        }
        return promises;
    }

    /** How long some node may still read in the old view without knowing of this attempt; 0 if none does. */
    long leaseNanos(long nowNanos) {
        long longest = 0;
        for (Map.Entry<NodeId, Long> lease : leaseEnds.entrySet()) {
            if (!prepared.containsKey(lease.getKey())) {
                longest = Math.max(longest, lease.getValue() - nowNanos);
            }
        }
        return longest;
    }

    /** The longest log that anybody has. */
    long longestVersion() {
        long longest = 0;
        for (LayeredMessage.Prepared said : prepared.values()) {
            longest = Math.max(longest, said.version());
        }
        return longest;
    }

    /**
     * What those hold that have accepted the highest view, in order. Those of a lower one missed its beginning, and
     * learners may have forgotten it: they are heard only where too few others are there.
     *
     * @param majority so many promises suffice without learners
     */
    List<Batch> pending(int majority) {
        boolean hearsLearners = promises() < majority;
        long highest = 0;
        for (LayeredMessage.Prepared said : prepared.values()) {
            highest = said.isPromise() || hearsLearners ? Math.max(highest, said.accepted()) : highest;
        }
        TreeSet<Batch> pending = new TreeSet<>();
        for (LayeredMessage.Prepared said : prepared.values()) {
            if (said.accepted() == highest) {
                pending.addAll(said.pending());
            }
        }
        return List.copyOf(pending);
    }

    /** Which life of each member has answered. */
    Map<NodeId, Long> incarnations() {
        Map<NodeId, Long> incarnations = new TreeMap<>();
        prepared.forEach((member, said) -> incarnations.put(member, said.incarnation()));
        return incarnations;
    }
}
