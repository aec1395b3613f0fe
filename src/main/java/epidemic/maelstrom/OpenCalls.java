package epidemic.maelstrom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Requests that this node's replica executes. Every one is answered once: with its outcome, or at its deadline with
 * {@code timeout}. One that is past its deadline stays until the replica has told its outcome, which nobody hears.
 */
final class OpenCalls {
    /** How many there may be; more are refused. */
    private static final int OPEN_MAX = 50_000;

    private final Map<RequestId, Deque<Open>> byId = new HashMap<>();
    private final Deque<Open> byDeadline = new ArrayDeque<>();
    private int count;

    /** One request. The same one may be open twice. */
    private static final class Open {
        private final Caller caller;
        private final Call call;
        private final long deadlineNanos;
        private boolean isAnswered;

        private Open(Caller caller, Call call, long deadlineNanos) {
            this.caller = caller;
            this.call = call;
            this.deadlineNanos = deadlineNanos;
        }

        private void answer(ObjectNode body, Post post) {
            if (!isAnswered) {
                isAnswered = true;
                caller.answer(body, post);
            }
        }
    }

    boolean isFull() {
        return count >= OPEN_MAX;
    }

    /** The deadlines of requests that are added later are not earlier. */
    void add(Caller caller, Call call, long deadlineNanos) {
        Open open = new Open(caller, call, deadlineNanos);
        byId.computeIfAbsent(caller.id(), id -> new ArrayDeque<>()).add(open);
        byDeadline.add(open);
        count++;
    }

    /** The replica has told an outcome; of equal requests it is the first one's. */
    void decided(RequestId id, Outcome outcome, Post post) {
        Deque<Open> equal = byId.get(id);
        if (equal == null) {
            return;
        }
        Open open = equal.remove();
        count--;
        if (equal.isEmpty()) {
            byId.remove(id);
        }
        open.answer(Answers.of(outcome, open.call), post);
    }

    /** Tells those whose deadline has passed. */
    void expire(long nowNanos, Post post) {
        while (!byDeadline.isEmpty()
                && (byDeadline.peek().isAnswered || byDeadline.peek().deadlineNanos - nowNanos <= 0)) {
            byDeadline.remove().answer(Answers.error(ErrorCode.TIMEOUT, "no outcome in time"), post);
        }
    }
}
