package epidemic.maelstrom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Sends messages into Maelstrom's network. Thread-safe if what takes the lines is. */
final class Post {
    private final String self;
    private final Consumer<String> out;

    /**
     * A sender.
     *
     * @param self its name in Maelstrom
     * @param out takes lines without their ends
     */
    Post(String self, Consumer<String> out) {
        this.self = self;
        this.out = out;
    }

    void send(String to, ObjectNode body) {
        ObjectNode message = Json.object();
        message.put("src", self).put("dest", to).set("body", body);
        out.accept(message.toString());
    }

    /** Answers a request; the body is not shared. */
    void answer(String to, long request, ObjectNode body) {
        ObjectNode answer = body.deepCopy();
        send(to, answer.put("in_reply_to", request));
    }
}
