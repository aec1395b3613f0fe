package epidemic.protocol.layered;

import epidemic.model.clock.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/** What one core node knows of the batches of one member, in one epoch. Part of {@link TotalOrder}. */
final class Origin {
    /** Held without gaps, not applied, stamps ascending. */
    final Deque<Batch> pending = new ArrayDeque<>();
    /** Held behind a gap. */
    final TreeMap<Long, Batch> early = new TreeMap<>();

    long heldThrough;
    long appliedThrough;
    Progress progress;

    Origin(int members) {
        progress = new Progress(0, SequenceVector.zero(members));
    }

    Stamp newestHeld() {
        if (!early.isEmpty()) {
            return early.lastEntry().getValue().stamp();
        }
        return pending.isEmpty() ? Stamp.FIRST : pending.getLast().stamp();
    }

    Stamp newestUpTo(long sequence) {
        Stamp newest = Stamp.FIRST;
        for (Batch batch : pending) {
            if (batch.sequence() > sequence) {
                break;
            }
            newest = batch.stamp();
        }
        return newest;
    }

    /** The last sequence whose stamp is below the given one. */
    long sequenceBelow(Stamp stamp) {
        var newestFirst = pending.descendingIterator();
        while (newestFirst.hasNext()) {
            Batch batch = newestFirst.next();
            if (batch.stamp().isBefore(stamp)) {
                return batch.sequence();
            }
        }
        return appliedThrough;
    }

    /**
     * Holds a batch.
     *
     * @return false if it was held or applied before
     */
    boolean hold(Batch batch) {
        if (batch.sequence() <= heldThrough || early.containsKey(batch.sequence())) {
            return false;
        }
        early.put(batch.sequence(), batch);
        while (!early.isEmpty() && early.firstKey() == heldThrough + 1) {
            pending.add(early.pollFirstEntry().getValue());
            heldThrough++;
        }
        return true;
    }
}
