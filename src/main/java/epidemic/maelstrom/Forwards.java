package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.RequestId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that a node below the core has handed to core nodes. Without an answer they are handed to the next core node,
 * with the same id, so they take effect once.
 *
 * <p>The client hears a definite error only if the request was handed on once: a core node that refuses cannot know what
 * became of an earlier copy at another one.
 */
final class Forwards {
    /** The type of what is handed on. */
    static final String FORWARD = "forward";

    /** The type of its answer. */
    static final String ANSWERED = "forward_ok";

    /** How many there may be; more are refused. */
    private static final int OPEN_MAX = 10_000;

    private static final long RETRY_NANOS = 1_000_000_000;

    private final List<String> core;
    private final Map<Long, Forward> open = new LinkedHashMap<>();
    private long count;
    private int target;

    /** One request. */
    private static final class Forward {
        private final Caller caller;
        private final ObjectNode body;
        private final long deadlineNanos;
        private long retryNanos;
        private boolean isRepeated;

        private Forward(Caller caller, ObjectNode body, long nowNanos, long deadlineNanos) {
            this.caller = caller;
            this.body = body;
            this.retryNanos = nowNanos + RETRY_NANOS;
            this.deadlineNanos = deadlineNanos;
        }
    }

    /**
     * None yet.
     *
     * @param core who can be asked
     * @param first who is asked first
     */
    Forwards(List<String> core, int first) {
        this.core = List.copyOf(core);
        this.target = first % core.size();
    }

    void add(Caller caller, JsonNode request, long nowNanos, long deadlineNanos, Post post) {
        if (open.size() >= OPEN_MAX) {
            String text = OPEN_MAX + " requests are handed on already";
            caller.answer(Answers.error(ErrorCode.TEMPORARILY_UNAVAILABLE, text), post);
            return;
        }
        long number = ++count;
        ObjectNode body = Json.object(FORWARD);
        body.put("msg_id", number)
                .put("client", caller.id().client())
                .put("request", caller.id().sequence())
                .set("body", request);
        open.put(number, new Forward(caller, body, nowNanos, deadlineNanos));
        post.send(core.get(target), body);
    }

    /** Who has asked, in a request that was handed on. */
    static Caller caller(String node, JsonNode body) {
        RequestId id = new RequestId(Json.text(body, "client"), Json.whole(body, "request"));
        return Caller.through(node, Json.whole(body, "msg_id"), id);
    }

    /** A core node has answered. */
    void answered(JsonNode body, Post post) {
        Forward forward = open.get(Json.whole(body, "in_reply_to"));
        if (forward == null || !(Json.field(body, "answer") instanceof ObjectNode answer)) {
            return;
        }
        if (forward.isRepeated && Answers.isUnavailable(answer)) {
            return;
        }
        open.remove(Json.whole(body, "in_reply_to"));
        forward.caller.answer(answer, post);
    }

    /** Repeats what has waited for long, and ends what has waited too long. */
    void look(long nowNanos, Post post) {
        boolean isSilent = false;
        Iterator<Forward> all = open.values().iterator();
        while (all.hasNext()) {
            Forward forward = all.next();
            if (forward.deadlineNanos - nowNanos <= 0) {
                all.remove();
                forward.caller.answer(Answers.error(ErrorCode.TIMEOUT, "the core has not answered in time"), post);
            } else if (forward.retryNanos - nowNanos <= 0) {
                target = isSilent ? target : (target + 1) % core.size();
                isSilent = true;
                forward.isRepeated = true;
                forward.retryNanos = nowNanos + RETRY_NANOS;
                post.send(core.get(target), forward.body);
            }
        }
    }
}
