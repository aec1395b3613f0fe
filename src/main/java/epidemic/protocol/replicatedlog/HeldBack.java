package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.TimerKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Pushes that lie for a while before they are appended, in the order in which they came. At {@value #MAX} of them, or
 * where their texts would be too many bytes, the newest is dropped: the master sends it again. One may lie in any case.
 */
final class HeldBack {
    private static final TimerKey DUE = new TimerKey("append-delay");
    private static final int MAX = 1_000;

    private final long bytesMax;
    private final Deque<Lying> lying = new ArrayDeque<>();
    private long bytes;

    private record Lying(Handle.Asker asker, ReplicatedLogMessage.Push push, long dueNanos) {}

    HeldBack(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(Handle.Asker asker, ReplicatedLogMessage.Push push, long dueNanos) {
        long added = push.textBytes();
        if (lying.isEmpty() || (lying.size() < MAX && bytes + added <= bytesMax)) {
            bytes += added;
            lying.add(new Lying(asker, push, dueNanos));
        }
    }

    /** Hands on those whose time has come. */
    void release(ReplicaContext context, BiConsumer<Handle.Asker, ReplicatedLogMessage.Push> taker) {
        while (!lying.isEmpty() && lying.peek().dueNanos() - context.nowNanos() <= 0) {
            Lying due = lying.remove();
            bytes -= due.push().textBytes();
            taker.accept(due.asker(), due.push());
        }
        if (!lying.isEmpty()) {
            context.setTimer(DUE, lying.peek().dueNanos() - context.nowNanos());
        }
    }
}
