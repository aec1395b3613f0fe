package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.TimerKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Pushes that lie for a while before they are appended, in the order in which they came. At {@value #MAX} of them the
 * newest is dropped: the master sends it again.
 */
final class HeldBack {
    private static final TimerKey DUE = new TimerKey("append-delay");
    private static final int MAX = 1_000;

    private final Deque<Lying> lying = new ArrayDeque<>();

    private record Lying(Handle.Asker asker, ReplicatedLogMessage.Push push, long dueNanos) {}

    void add(Handle.Asker asker, ReplicatedLogMessage.Push push, long dueNanos) {
        if (lying.size() < MAX) {
            lying.add(new Lying(asker, push, dueNanos));
        }
    }

    /** Hands on those whose time has come. */
    void release(ReplicaContext context, BiConsumer<Handle.Asker, ReplicatedLogMessage.Push> taker) {
        while (!lying.isEmpty() && lying.peek().dueNanos() - context.nowNanos() <= 0) {
            Lying due = lying.remove();
            taker.accept(due.asker(), due.push());
        }
        if (!lying.isEmpty()) {
            context.setTimer(DUE, lying.peek().dueNanos() - context.nowNanos());
        }
    }
}
