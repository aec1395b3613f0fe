package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.DigestChain;
import epidemic.model.lineage.LogMark;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/**
 * Messages on their way into a secondary's log. One that is there already is left out, by its id; one that came before
 * another waits for it, in a buffer with a bound; what is on the disk is shown and acknowledged.
 */
final class Intake {
    /** More questions cannot be open: those before them have long been given up. */
    private static final int ASKERS_MAX = 1_000;

    private final ReplicatedLogConfig config;
    private final VersionedState state;
    /** Of all that was appended. */
    private final DigestChain chain = new DigestChain();

    private final TreeMap<Long, Early> behindGap = new TreeMap<>();
    private final Deque<VersionEntry> undurable = new ArrayDeque<>();
    private final Deque<Asking> asking = new ArrayDeque<>();
    private long behindGapBytes;
    private long last;
    private long duplicates;

    private record Asking(Handle.Asker asker, long id) {}

    /** A message that came before another, and the digest of the log that it belongs behind. */
    private record Early(long before, VersionEntry entry) {}

    /** What became of a push. */
    enum Taken {
        /** All of it was appended, or waits, or was there. */
        ALL,
        /** There was no room for some of it. */
        NOT_ALL,
        /** It belongs to another log than is here: what was there before it is not the same. */
        OF_ANOTHER_LOG
    }

    Intake(ReplicatedLogConfig config, VersionedState state) {
        this.config = config;
        this.state = state;
    }

    void recover(VersionEntry entry) {
        state.apply(entry);
        chain.add(entry);
        last = entry.version();
    }

    /** Messages that were appended or wait, and are not shown yet. */
    long pending() {
        return undurable.size() + behindGap.size();
    }

    /** The newest id in the log, on the disk or not. */
    long last() {
        return last;
    }

    int behindGap() {
        return behindGap.size();
    }

    long duplicates() {
        return duplicates;
    }

    /** The newest id that the master may be told of, and what the log is up to there. */
    LogMark acknowledged() {
        return chain.mark(config.mutant() == ReplicatedLogMutant.ACK_BEFORE_DURABLE ? last : state.version());
    }

    /** Whether the log is another one at a mark. */
    boolean differsAt(LogMark mark) {
        return config.mutant().comparesLogs() && chain.differsAt(mark);
    }

    /** Appends what can be appended, and keeps what came early; nothing of it if it belongs to another log. */
    Taken take(ReplicatedLogMessage.Push push, ReplicaContext context) {
        long before = push.before();
        boolean hasRoom = true;
        for (VersionEntry entry : push.entries()) {
            if (differsAt(new LogMark(entry.version() - 1, before))) {
                return Taken.OF_ANOTHER_LOG;
            }
            hasRoom &= take(new Early(before, entry), context);
            before = DigestChain.next(before, entry);
        }
        fillGap(context);
        return differsAt(new LogMark(push.last(), before)) ? Taken.OF_ANOTHER_LOG : hasRoom ? Taken.ALL : Taken.NOT_ALL;
    }

    /** Whether there was room for it. */
    private boolean take(Early early, ReplicaContext context) {
        VersionEntry entry = early.entry();
        if (entry.version() <= last || behindGap.containsKey(entry.version())) {
            duplicates++;
        } else if (entry.version() == last + 1) {
            append(entry, context);
        } else if (behindGap.size() < config.gap().messagesMax()
                && behindGapBytes + ReplicatedLogMessage.Push.textBytes(entry)
                        <= config.gap().bytesMax()) {
            behindGapBytes += ReplicatedLogMessage.Push.textBytes(entry);
            behindGap.put(entry.version(), early);
        } else {
            return false;
        }
        return true;
    }

    /** What waited is appended, or dropped if the gap was filled by another log than it belongs to. */
    private void fillGap(ReplicaContext context) {
        while (!behindGap.isEmpty()
                && (behindGap.firstKey() <= last + 1 || config.mutant() == ReplicatedLogMutant.SHOW_PAST_GAP)) {
            Early first = behindGap.pollFirstEntry().getValue();
            VersionEntry entry = first.entry();
            behindGapBytes -= ReplicatedLogMessage.Push.textBytes(entry);
            if (entry.version() > last && !differsAt(new LogMark(entry.version() - 1, first.before()))) {
                append(entry, context);
            }
        }
    }

    private void append(VersionEntry entry, ReplicaContext context) {
        VersionEntry placed = entry.version() == last + 1 ? entry : inPlaceOfAnother(entry);
        context.append(placed);
        undurable.add(placed);
        chain.add(placed);
        last++;
    }

    /** Only a mutant does it. */
    private VersionEntry inPlaceOfAnother(VersionEntry entry) {
        return new VersionEntry(
                last + 1, entry.transaction(), entry.origin(), entry.committedAtMillis(), entry.writes());
    }

    void durable(long id) {
        while (!undurable.isEmpty() && undurable.peek().version() <= id) {
            state.apply(undurable.remove());
        }
    }

    /** The asker is told as soon as this id, and so all before it, is on the disk. */
    void answerWhenHeld(Handle.Asker asker, long id) {
        if (asking.size() == ASKERS_MAX) {
            asking.remove();
        }
        asking.add(new Asking(asker, id));
    }

    /** At the batch's end. */
    void answer(ReplicaContext context) {
        LogMark held = acknowledged();
        asking.removeIf(one -> {
            boolean isHeld = one.id() <= held.version();
            if (isHeld) {
                context.answer(one.asker(), new ReplicatedLogMessage.Held(context.incarnation(), held));
            }
            return isHeld;
        });
    }
}
