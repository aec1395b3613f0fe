package epidemic.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long DEADLINE = 4 * SECOND;

    private final List<JsonNode> sent = new ArrayList<>();
    private final Post post = new Post("n3", line -> sent.add(Json.parse(line)));
    private final Forwards forwards = new Forwards(List.of("n0", "n1", "n2"), 0);

    private void add() {
        forwards.add(Caller.client("c1", 7), Json.object("txn"), 0, DEADLINE, post);
    }

    private void answer(ObjectNode answer) {
        ObjectNode body = Json.object(Forwards.ANSWERED).put("in_reply_to", 1);
        body.set("answer", answer);
        forwards.answered(body, post);
    }

    private static ObjectNode unavailable() {
        return Answers.error(ErrorCode.TEMPORARILY_UNAVAILABLE, "not now");
    }

    private JsonNode last() {
        return sent.get(sent.size() - 1);
    }

    @Test
    void theSameRequestGoesToTheNextCoreNodeWhenTheFirstIsSilent() {
        add();
        forwards.look(SECOND, post);
        assertThat(sent).extracting(message -> message.get("dest").asText()).containsExactly("n0", "n1");
        assertThat(sent.get(0).get("body")).isEqualTo(sent.get(1).get("body"));
        assertThat(last().get("body").get("client").asText()).isEqualTo("c1");
        assertThat(last().get("body").get("request").asInt()).isEqualTo(7);
    }

    @Test
    void aRefusalOfTheOnlyCopyIsDefinite() {
        add();
        answer(unavailable());
        assertThat(last().get("dest").asText()).isEqualTo("c1");
        assertThat(last().get("body").get("code").asInt()).isEqualTo(11);
        assertThat(last().get("body").get("in_reply_to").asInt()).isEqualTo(7);
    }

    @Test
    void aRefusalOfOneCopyOfTwoIsNot() {
        add();
        forwards.look(SECOND, post);
        answer(unavailable());
        assertThat(sent).hasSize(2);
        answer(Json.object("txn_ok"));
        assertThat(last().get("body").get("type").asText()).isEqualTo("txn_ok");
        answer(Json.object("txn_ok"));
        assertThat(sent).hasSize(3);
    }

    @Test
    void silenceToTheEndIsIndefinite() {
        add();
        forwards.look(DEADLINE, post);
        assertThat(last().get("dest").asText()).isEqualTo("c1");
        assertThat(last().get("body").get("code").asInt()).isZero();
    }
}
