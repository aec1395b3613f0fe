package epidemic.kernel;

import java.util.Optional;

/**
 * The bytes of a session: its version; if the client asked for more than that, a number below 0 that stands for the version,
 * followed by the rest. A session without wishes is written as the version alone was before there were any.
 */
public final class SessionForm {
    private SessionForm() {}

    /** Writes a session. */
    public static void write(Session session, ByteSink sink) {
        if (!session.isNamed()) {
            sink.number(session.version());
            return;
        }
        sink.number(-1 - session.version());
        sink.number(session.policy().map(policy -> policy.ordinal() + 1).orElse(0));
        sink.number(session.deadlineNanos().orElse(-1L));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no session
     */
    public static Session read(ByteSource source) {
        long version = source.number();
        if (version >= 0) {
            return Session.seen(version);
        }
        Optional<Session.Policy> policy = readPolicy(source.number());
        long deadlineNanos = source.number();
        return new Session(-1 - version, policy, deadlineNanos < 0 ? Optional.empty() : Optional.of(deadlineNanos));
    }

    private static Optional<Session.Policy> readPolicy(long number) {
        Session.Policy[] policies = Session.Policy.values();
        if (number < 0 || number > policies.length) {
            throw new IllegalArgumentException("a session policy of kind " + number + " is not known");
        }
        return number == 0 ? Optional.empty() : Optional.of(policies[(int) number - 1]);
    }
}
