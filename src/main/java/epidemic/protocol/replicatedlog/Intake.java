package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
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
    private final TreeMap<Long, VersionEntry> behindGap = new TreeMap<>();
    private final Deque<VersionEntry> undurable = new ArrayDeque<>();
    private final Deque<Asking> asking = new ArrayDeque<>();
    private long behindGapBytes;
    private long last;
    private long duplicates;

    private record Asking(Handle.Asker asker, long id) {}

    Intake(ReplicatedLogConfig config, VersionedState state) {
        this.config = config;
        this.state = state;
    }

    void recovered(long id) {
        last = id;
    }

    /** Messages that were appended or wait, and are not shown yet. */
    long pending() {
        return undurable.size() + behindGap.size();
    }

    int behindGap() {
        return behindGap.size();
    }

    long duplicates() {
        return duplicates;
    }

    /** The newest id that the master may be told of. */
    long acknowledged() {
        return config.mutant() == ReplicatedLogMutant.ACK_BEFORE_DURABLE ? last : state.version();
    }

    /**
     * Appends what can be appended, and keeps what came early.
     *
     * @return whether there was room for all of it
     */
    boolean take(ReplicatedLogMessage.Push push, ReplicaContext context) {
        boolean hasRoom = true;
        for (VersionEntry entry : push.entries()) {
            if (entry.version() <= last || behindGap.containsKey(entry.version())) {
                duplicates++;
            } else if (entry.version() == last + 1) {
                append(entry, context);
            } else if (behindGap.size() < config.gap().messagesMax()
                    && behindGapBytes + ReplicatedLogMessage.Push.textBytes(entry)
                            <= config.gap().bytesMax()) {
                behindGapBytes += ReplicatedLogMessage.Push.textBytes(entry);
                behindGap.put(entry.version(), entry);
            } else {
                hasRoom = false;
            }
        }
        fillGap(context);
        return hasRoom;
    }

    private void fillGap(ReplicaContext context) {
        while (!behindGap.isEmpty()
                && (behindGap.firstKey() <= last + 1 || config.mutant() == ReplicatedLogMutant.SHOW_PAST_GAP)) {
            Map.Entry<Long, VersionEntry> first = behindGap.pollFirstEntry();
            behindGapBytes -= ReplicatedLogMessage.Push.textBytes(first.getValue());
            if (first.getKey() > last) {
                append(first.getValue(), context);
            }
        }
    }

    private void append(VersionEntry entry, ReplicaContext context) {
        VersionEntry placed = entry.version() == last + 1 ? entry : inPlaceOfAnother(entry);
        context.append(placed);
        undurable.add(placed);
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
        long held = acknowledged();
        asking.removeIf(one -> {
            boolean isHeld = one.id() <= held;
            if (isHeld) {
                context.answer(one.asker(), new ReplicatedLogMessage.Held(context.incarnation(), held));
            }
            return isHeld;
        });
    }
}
