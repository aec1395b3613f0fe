package epidemic.maelstrom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Outcome;

/** Bodies of answers. */
final class Answers {
    private static final String ERROR = "error";

    private Answers() {}

    static ObjectNode error(ErrorCode code, String text) {
        return Json.object(ERROR).put("code", code.number()).put("text", text);
    }

    /** What a client is told of an outcome. */
    static ObjectNode of(Outcome outcome, Call call) {
        if (outcome instanceof Outcome.Committed committed) {
            return call.answer().apply(committed.reads());
        } else if (outcome instanceof Outcome.Refused refused) {
            return error(ErrorCode.of(refused.reason()), refused.message());
        }
        return error(ErrorCode.TIMEOUT, ((Outcome.Unknown) outcome).message());
    }

    /** Whether it says that nothing has happened, and might if asked again. */
    static boolean isUnavailable(ObjectNode answer) {
        return answer.path("type").asText().equals(ERROR)
                && answer.path("code").asInt() == ErrorCode.TEMPORARILY_UNAVAILABLE.number();
    }
}
