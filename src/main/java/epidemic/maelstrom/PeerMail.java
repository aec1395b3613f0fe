package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import java.util.Optional;

/**
 * Envelopes between nodes as bodies of Maelstrom's messages: {@code tell}, {@code ask} with {@code msg_id}, {@code answer}
 * with {@code in_reply_to}. {@code life} is the sender's, {@code kind} is for people, {@code parts} is the message.
 */
final class PeerMail {
    private static final String TELL = "tell";
    private static final String ASK = "ask";
    private static final String ANSWER = "answer";

    private final MessageCodec codec;

    PeerMail(MessageCodec codec) {
        this.codec = codec;
    }

    ObjectNode write(NodeCall.Envelope envelope) {
        ObjectNode body = Json.object();
        if (envelope instanceof NodeCall.Asked asked) {
            body.put("type", ASK).put("msg_id", asked.correlation());
        } else if (envelope instanceof NodeCall.Answered answered) {
            body.put("type", ANSWER).put("in_reply_to", answered.correlation());
        } else {
            body.put("type", TELL);
        }
        JsonTape tape = new JsonTape();
        codec.write(envelope.message(), tape);
        body.put("life", envelope.incarnation())
                .put("kind", envelope.message().kind())
                .set("parts", tape.parts());
        return body;
    }

    /**
     * The envelope in a body, or empty if it is something else.
     *
     * @throws IllegalArgumentException if it is one, but malformed
     */
    Optional<NodeCall.Envelope> read(NodeId from, JsonNode body) {
        String type = Json.text(body, "type");
        if (!type.equals(TELL) && !type.equals(ASK) && !type.equals(ANSWER)) {
            return Optional.empty();
        }
        long life = Json.whole(body, "life");
        JsonTape tape = new JsonTape((ArrayNode) Json.list(body, "parts"));
        Message message = codec.read(tape);
        if (tape.hasMore()) {
            throw new IllegalArgumentException("parts behind the end of " + message.kind());
        } else if (type.equals(ASK)) {
            return Optional.of(new NodeCall.Asked(from, life, Json.whole(body, "msg_id"), message));
        } else if (type.equals(ANSWER)) {
            return Optional.of(new NodeCall.Answered(from, life, Json.whole(body, "in_reply_to"), message));
        }
        return Optional.of(new NodeCall.Told(from, life, message));
    }
}
