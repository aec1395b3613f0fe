package epidemic.lab.shrink;

import epidemic.kernel.Session;
import epidemic.sim.TimeText;
import java.util.Optional;

/** A client's session as words of a scenario file: {@code session}, {@code session wait 200ms}, {@code session refuse}. */
public final class SessionText {
    /** Stands before the write concern, if it is not the strategy's own. */
    private static final String CONCERN = "w=";

    private static final String KEYWORD = "session";

    private SessionText() {}

    /** The words. */
    public static String print(Session session) {
        return KEYWORD
                + session.policy().map(policy -> " " + policy.code()).orElse("")
                + session.deadlineNanos().map(nanos -> " " + TimeText.of(nanos)).orElse("")
                + (session.writeConcern() == 0 ? "" : " " + CONCERN + session.writeConcern());
    }

    /**
     * The session of these words.
     *
     * @throws IllegalArgumentException if they are none
     */
    static Session parse(String text) {
        String[] words = text.split("\\s+");
        if (!words[0].equals(KEYWORD) || words.length > 4) {
            throw new IllegalArgumentException("'" + text + "' is no session");
        }
        int end = words[words.length - 1].startsWith(CONCERN) ? words.length - 1 : words.length;
        int concern = end == words.length ? 0 : Integer.parseInt(words[end].substring(CONCERN.length()));
        int next = 1;
        Optional<Session.Policy> policy = Optional.empty();
        if (next < end && Character.isLetter(words[next].charAt(0))) {
            policy = Optional.of(Session.Policy.named(words[next]));
            next++;
        }
        Optional<Long> deadline = next < end ? Optional.of(TimeText.parse(words[next])) : Optional.empty();
        if (next + 1 < end) {
            throw new IllegalArgumentException("'" + text + "' has more than a policy, a deadline and a write concern");
        }
        return new Session(0, policy, deadline).withWriteConcern(concern);
    }
}
