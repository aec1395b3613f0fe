package epidemic.kernel;

/**
 * Checks of what must never be false. They stay on in production: a replica with a broken invariant stops rather than
 * goes on and spreads the damage.
 */
public final class Invariants {
    private Invariants() {}

    /** A broken invariant: an error in the protocol or its host, never in the input. */
    public static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        /** A violation with its message. */
        public Violation(String message) {
            super(message);
        }
    }

    /**
     * Throws unless the condition holds.
     *
     * @param message a format for {@link String#formatted}, made only if the check fails
     * @throws Violation if the condition is false
     */
    public static void check(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new Violation(message.formatted(arguments));
        }
    }

    /**
     * As {@link #check(boolean, String, Object...)}, without making objects of the numbers: for hot paths.
     *
     * @throws Violation if the condition is false
     */
    public static void check(boolean condition, String message, long first, long second) {
        if (!condition) {
            throw new Violation(message.formatted(first, second));
        }
    }

    /**
     * The violation to throw for a message that a role has no handler for.
     *
     * @param role who got it
     */
    public static Violation unhandled(String role, Message message) {
        return new Violation(role + " has no handler for " + message.kind());
    }
}
