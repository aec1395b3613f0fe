package epidemic.protocol.layered;

import epidemic.kernel.Invariants;
import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.model.clock.LamportClock;
import epidemic.model.clock.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One core node's knowledge of the total order of batches in an epoch: Lamport's total-order multicast, where a batch
 * has its place once every member has acknowledged it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Batches are applied in ascending stamp order, the same at every member.
 *   <li>A batch is applied only after its origin has said that all members hold it.
 *   <li>Before a batch is applied, every batch with a lower stamp has been applied here.
 * </ul>
 *
 * <p>Why the last one holds: a member that acknowledges stamp s never issues a stamp below s again, and says how many
 * batches it has issued so far. Once the origin has all acknowledgements and holds all those batches, it knows every
 * batch below s, and tells their sequences with the commit ({@link Progress#below}). Whoever holds these, knows every
 * batch below s, too. No link has to be first-in-first-out.
 *
 * <p>Literature: L. Lamport, CACM 21(7), 1978, the mutual exclusion example; all-acknowledgement multicast as in A.
 * Tanenbaum and M. van Steen, Distributed Systems, section "Totally ordered multicasting".
 */
final class TotalOrder {
    private final List<NodeId> members;
    private final boolean[] isMember;
    private final int self;
    private final LamportClock clock;
    private final LayeredMutant mutant;

    private long epoch;
    private Origin[] origins;
    private final Deque<OwnBatch> unconfirmed = new ArrayDeque<>();
    private Progress ownProgress;
    private final Deque<Batch> inherited = new ArrayDeque<>();
    private boolean inheritedReleased;
    private final PendingRequests pendingRequests = new PendingRequests();
    private Stamp lastApplied = Stamp.FIRST;

    /** An own batch, and who has acknowledged it. */
    static final class OwnBatch {
        private final Batch batch;
        private final boolean[] acknowledged;
        private int acknowledgements;
        private final long[] issued;

        private OwnBatch(Batch batch, int members) {
            this.batch = batch;
            this.acknowledged = new boolean[members];
            this.issued = new long[members];
        }
    }

    /**
     * The order as seen by one member, before any epoch.
     *
     * @param members all core nodes, in the same order everywhere
     * @param mutant the planted error
     */
    TotalOrder(List<NodeId> members, NodeId self, LayeredMutant mutant) {
        this.members = List.copyOf(members);
        this.isMember = new boolean[members.size()];
        this.self = members.indexOf(self);
        this.clock = new LamportClock(self);
        this.mutant = mutant;
        reset(View.NONE, List.of());
    }

    /** Begins a view. What was held before is given up; what of it is to commit stands in {@code newInherited}. */
    final void reset(View view, List<Batch> newInherited) {
        epoch = view.epoch();
        for (int member = 0; member < isMember.length; member++) {
            isMember[member] = view.has(members.get(member));
        }
        origins = new Origin[members.size()];
        for (int member = 0; member < origins.length; member++) {
            origins[member] = new Origin(members.size());
        }
        unconfirmed.clear();
        ownProgress = origins[self].progress;
        inherited.clear();
        inherited.addAll(newInherited);
        inheritedReleased = false;
        lastApplied = Stamp.FIRST;
        pendingRequests.clear();
        newInherited.forEach(pendingRequests::add);
        newInherited.forEach(batch -> clock.witness(batch.stamp()));
    }

    /** All members hold the inherited batches: they may be applied. */
    void releaseInherited() {
        inheritedReleased = true;
    }

    /**
     * Gives own updates a stamp. The batch is held here; every other member must be asked to hold it, and {@link
     * #acknowledged} be called for this node once its own disk has it.
     */
    Batch issue(List<Transaction> transactions, long nowMillis) {
        Origin own = origins[self];
        own.heldThrough++;
        Batch batch = new Batch(epoch, clock.tick(), own.heldThrough, nowMillis, transactions);
        own.pending.add(batch);
        unconfirmed.add(new OwnBatch(batch, members.size()));
        pendingRequests.add(batch);
        return batch;
    }

    /**
     * Holds a peer's batch.
     *
     * @return false if it was held or applied before
     */
    boolean hold(Batch batch) {
        Invariants.check(batch.epoch() == epoch, "batch of epoch %d held in epoch %d", batch.epoch(), epoch);
        clock.witness(batch.stamp());
        boolean isNew = origins[indexOf(batch.origin())].hold(batch);
        if (isNew) {
            pendingRequests.add(batch);
        }
        return isNew;
    }

    /**
     * A member holds an own batch. Said twice, it counts once.
     *
     * @param issued how many batches the member had issued by then
     */
    void acknowledged(NodeId by, long sequence, long issued) {
        int member = indexOf(by);
        for (OwnBatch own : unconfirmed) {
            if (own.batch.sequence() == sequence) {
                own.acknowledged[member] = true;
                own.acknowledgements++;
                own.issued[member] = issued;
                return;
            }
        }
    }

    /**
     * Commits own batches that all members hold and whose predecessors are all known.
     *
     * @return whether there were any: then the peers should be told the {@link #progress}
     */
    boolean advance() {
        Optional<Batch> newest = Optional.empty();
        while (!unconfirmed.isEmpty() && isPlaceKnown(unconfirmed.peek())) {
            newest = Optional.of(unconfirmed.remove().batch);
        }
        newest.ifPresent(batch -> {
            ownProgress = new Progress(batch.sequence(), below(batch.stamp()));
            origins[self].progress = ownProgress;
        });
        return newest.isPresent();
    }

    private boolean isPlaceKnown(OwnBatch own) {
        if (mutant == LayeredMutant.ACK_FIRST && own.acknowledgements > 1) {
            return true;
        }
        for (int member = 0; member < origins.length; member++) {
            boolean missesBelow =
                    origins[member].heldThrough < own.issued[member] && mutant != LayeredMutant.MISSED_BELOW;
            if (isMember[member] && (!own.acknowledged[member] || missesBelow)) {
                return false;
            }
        }
        return true;
    }

    private SequenceVector below(Stamp stamp) {
        long[] below = new long[origins.length];
        for (int member = 0; member < origins.length; member++) {
            below[member] = origins[member].sequenceBelow(stamp);
        }
        return SequenceVector.of(below);
    }

    /** How far own batches are committed. */
    Progress progress() {
        return ownProgress;
    }

    /** A member said how far its batches are committed. */
    void heard(NodeId peer, Progress progress) {
        Origin origin = origins[indexOf(peer)];
        if (progress.committed() > origin.progress.committed()) {
            origin.progress = progress;
        }
    }

    /** The batch to apply now, or empty if the next one is not known for certain yet. */
    Optional<Batch> next() {
        if (!inherited.isEmpty()) {
            return inheritedReleased ? Optional.of(inherited.peek()) : Optional.empty();
        }
        if (mutant == LayeredMutant.ARRIVAL_ORDER) {
            return anyCommitted();
        }
        Origin first = null;
        for (Origin origin : origins) {
            if (!origin.pending.isEmpty()
                    && (first == null
                            || origin.pending
                                    .peek()
                                    .stamp()
                                    .isBefore(first.pending.peek().stamp()))) {
                first = origin;
            }
        }
        return first != null && isCertain(first) ? Optional.of(first.pending.peek()) : Optional.empty();
    }

    private Optional<Batch> anyCommitted() {
        for (Origin origin : origins) {
            if (!origin.pending.isEmpty() && origin.pending.peek().sequence() <= origin.progress.committed()) {
                return Optional.of(origin.pending.peek());
            }
        }
        return Optional.empty();
    }

    private boolean isCertain(Origin first) {
        if (first.pending.peek().sequence() > first.progress.committed()) {
            return false;
        }
        for (int member = 0; member < origins.length; member++) {
            if (origins[member].heldThrough < first.progress.below().get(member)
                    && mutant != LayeredMutant.IGNORED_BELOW) {
                return false;
            }
        }
        return true;
    }

    /** The batch that {@link #next} gave was applied. */
    void applied(Batch batch) {
        pendingRequests.remove(batch);
        if (!inherited.isEmpty()) {
            inherited.remove();
            return;
        }
        Origin origin = origins[indexOf(batch.origin())];
        origin.pending.remove();
        origin.appliedThrough = batch.sequence();
        lastApplied = batch.stamp();
    }

    /** The stamp of the batch of this epoch that was applied last, {@link Stamp#FIRST} before the first. */
    Stamp lastApplied() {
        return lastApplied;
    }

    /** Batches held and not applied, in order. Those behind a gap are held, too. */
    List<Batch> pending() {
        List<Batch> pending = new ArrayList<>();
        for (Origin origin : origins) {
            pending.addAll(origin.pending);
            pending.addAll(origin.early.values());
        }
        pending.sort(null);
        pending.addAll(0, inherited);
        return pending;
    }

    /** Whether a batch with this request is held and not applied. */
    boolean isPending(RequestId id) {
        return pendingRequests.contains(id);
    }

    /** The number of transactions held and not applied. */
    int pendingTransactions() {
        return pendingRequests.transactions();
    }

    /**
     * The highest stamp of a batch that is held, not applied, and that some client may have been told of; {@link
     * Stamp#FIRST} if there is none. Own batches that are not committed are not among them.
     */
    Stamp newestUncertain() {
        Stamp newest = origins[self].newestUpTo(ownProgress.committed());
        for (int member = 0; member < origins.length; member++) {
            if (member != self) {
                Stamp held = origins[member].newestHeld();
                newest = newest.isBefore(held) ? held : newest;
            }
        }
        return newest;
    }

    /** Own batches that a peer has not acknowledged, oldest first. */
    List<Batch> unacknowledgedBy(NodeId peer) {
        int member = indexOf(peer);
        List<Batch> missing = new ArrayList<>();
        for (OwnBatch own : unconfirmed) {
            if (!own.acknowledged[member]) {
                missing.add(own.batch);
            }
        }
        return missing;
    }

    /** Whether a peer has not acknowledged this own batch yet. */
    boolean isUnacknowledged(NodeId peer, Batch batch) {
        if (batch.epoch() != epoch) {
            return false;
        }
        for (OwnBatch own : unconfirmed) {
            if (own.batch.sequence() == batch.sequence()) {
                return !own.acknowledged[indexOf(peer)];
            }
        }
        return false;
    }

    /** How many own batches were issued in this epoch. */
    long issued() {
        return origins[self].heldThrough;
    }

    long epoch() {
        return epoch;
    }

    private int indexOf(NodeId member) {
        int index = members.indexOf(member);
        Invariants.check(index >= 0, "%s is not a member of the core", member);
        return index;
    }
}
