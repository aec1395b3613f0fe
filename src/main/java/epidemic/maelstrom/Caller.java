package epidemic.maelstrom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.RequestId;

/**
 * Who waits for an answer, and where.
 *
 * @param id the client's name and its number of the request: the same request again is the same id
 * @param name where the answer goes: the client itself, or the node that has handed the request on
 * @param request the number that the answer names
 * @param isHandedOn whether a node has handed the request on
 */
record Caller(RequestId id, String name, long request, boolean isHandedOn) {
    /** A client of this node. */
    static Caller client(String name, long request) {
        return new Caller(new RequestId(name, request), name, request, false);
    }

    /** A client of another node. */
    static Caller through(String node, long request, RequestId id) {
        return new Caller(id, node, request, true);
    }

    void answer(ObjectNode body, Post post) {
        ObjectNode answer = body;
        if (isHandedOn) {
            answer = Json.object(Forwards.ANSWERED);
            answer.set("answer", body);
        }
        post.answer(name, request, answer);
    }
}
