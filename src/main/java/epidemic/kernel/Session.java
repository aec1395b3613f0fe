package epidemic.kernel;

import java.util.Locale;
import java.util.Optional;

/**
 * What a client has seen, and what it wants: at a node that has not seen as much, and of its updates. It goes with each of
 * its transactions. A node that keeps sessions never answers below it.
 *
 * <p>Literature: D. Terry et al., "Session Guarantees for Weakly Consistent Replicated Data", PDIS 1994.
 *
 * @param version the highest version that the client has seen, 0 for none
 * @param policy what a node does that is behind; empty for what its layer does by itself, which may be to take no notice
 * @param deadlineNanos how long the client waits at most, 0 or more; empty for as long as the node lets it
 * @param writeConcern how many nodes must hold an update before the client is told, 1 or more; 0 for what the strategy does
 *     by itself. A strategy that has no such choice takes no notice
 */
public record Session(long version, Optional<Policy> policy, Optional<Long> deadlineNanos, int writeConcern) {
    /** The session of a client that has seen nothing and asks for nothing. */
    public static final Session NONE = new Session(0, Optional.empty(), Optional.empty());

    /** What a node does that is behind a session. */
    public enum Policy {
        /** It waits for the version, up to the deadline, and then refuses. */
        WAIT,
        /** It names at once a node that has the version; there the client waits, up to the deadline. */
        REDIRECT,
        /** It refuses at once. */
        REFUSE;

        /** The policy as it stands in headers, JSON and options, for example {@code wait}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The policy of that name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Policy named(String code) {
            for (Policy policy : values()) {
                if (policy.code().equals(code)) {
                    return policy;
                }
            }
            throw new IllegalArgumentException("no session policy '" + code + "': wait, redirect or refuse is allowed");
        }
    }

    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException if the version, the deadline or the write concern is negative, or there is a
     *     deadline and nothing to wait for
     */
    public Session {
        if (version < 0) {
            throw new IllegalArgumentException("session " + version + ": a version of 0 or more is allowed");
        }
        if (deadlineNanos.filter(nanos -> nanos < 0).isPresent()) {
            throw new IllegalArgumentException(
                    "session deadline of " + deadlineNanos.get() + " ns: 0 or more is allowed");
        }
        if (writeConcern < 0) {
            throw new IllegalArgumentException("write concern " + writeConcern + ": 1 or more is allowed");
        }
        if (deadlineNanos.isPresent() && policy.filter(Policy.REFUSE::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "a session deadline with the policy refuse, which waits for nothing: wait or redirect is allowed");
        }
    }

    /** Without a write concern. */
    public Session(long version, Optional<Policy> policy, Optional<Long> deadlineNanos) {
        this(version, policy, deadlineNanos, 0);
    }

    /** The session of a client that has seen this version and asks for nothing in particular. */
    public static Session seen(long version) {
        return version == 0 ? NONE : new Session(version, Optional.empty(), Optional.empty());
    }

    /** The same wishes with another version. */
    public Session at(long seenVersion) {
        return seenVersion == version ? this : new Session(seenVersion, policy, deadlineNanos, writeConcern);
    }

    /** The same wishes with another write concern. */
    public Session withWriteConcern(int copies) {
        return new Session(version, policy, deadlineNanos, copies);
    }

    /** Whether the client says what it wants: then also layers keep its session that otherwise do not. */
    public boolean isNamed() {
        return policy.isPresent() || deadlineNanos.isPresent();
    }

    /** What a node does that keeps the session and is behind it. A deadline alone means to wait. */
    public Policy policyOrWait() {
        return policy.orElse(Policy.WAIT);
    }

    /** The session as it goes on to the node that a redirection named: the client waits there. */
    public Session redirected() {
        return new Session(version, Optional.of(Policy.WAIT), deadlineNanos, writeConcern);
    }
}
