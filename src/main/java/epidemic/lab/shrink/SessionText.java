package epidemic.lab.shrink;

import epidemic.kernel.Session;
import epidemic.sim.TimeText;
import java.util.Optional;

/** A client's session as words of a scenario file: {@code session}, {@code session wait 200ms}, {@code session refuse}. */
public final class SessionText {
    private static final String KEYWORD = "session";

    private SessionText() {}

    /** The words. */
    public static String print(Session session) {
        return KEYWORD
                + session.policy().map(policy -> " " + policy.code()).orElse("")
                + session.deadlineNanos().map(nanos -> " " + TimeText.of(nanos)).orElse("");
    }

    /**
     * The session of these words.
     *
     * @throws IllegalArgumentException if they are none
     */
    static Session parse(String text) {
        String[] words = text.split("\\s+");
        if (!words[0].equals(KEYWORD) || words.length > 3) {
            throw new IllegalArgumentException("'" + text + "' is no session");
        }
        int next = 1;
        Optional<Session.Policy> policy = Optional.empty();
        if (next < words.length && Character.isLetter(words[next].charAt(0))) {
            policy = Optional.of(Session.Policy.named(words[next]));
            next++;
        }
        Optional<Long> deadline = next < words.length ? Optional.of(TimeText.parse(words[next])) : Optional.empty();
        if (next + 1 < words.length) {
            throw new IllegalArgumentException("'" + text + "' has more than a policy and a deadline");
        }
        return new Session(0, policy, deadline);
    }
}
