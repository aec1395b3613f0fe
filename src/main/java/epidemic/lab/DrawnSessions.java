package epidemic.lab;

import epidemic.kernel.Session;
import epidemic.sim.Draw;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws what clients with sessions want of nodes that are behind: nothing in particular, to wait, to be redirected or to
 * be refused, with and without deadlines. Confined to one thread.
 */
public final class DrawnSessions {
    private static final long STREAM = 0x706F6C69L;
    private static final int KINDS = 5;
    private static final long DEADLINE_NANOS_MAX = 400_000_000;

    private final SplittableRandom random;

    /** Draws of a seed, apart from all others of it. */
    public DrawnSessions(long seed) {
        this.random = new SplittableRandom(Draw.mix(seed, STREAM));
    }

    /** The wishes of the next client, which has seen nothing. */
    public Session next() {
        int kind = random.nextInt(KINDS);
        boolean hasDeadline = random.nextBoolean();
        long nanos = random.nextLong(DEADLINE_NANOS_MAX);
        Optional<Long> deadline = hasDeadline ? Optional.of(nanos) : Optional.empty();
        return switch (kind) {
            case 0 -> Session.NONE;
            case 1 -> new Session(0, Optional.of(Session.Policy.WAIT), deadline);
            case 2, 3 -> new Session(0, Optional.of(Session.Policy.REDIRECT), deadline);
            default -> new Session(0, Optional.of(Session.Policy.REFUSE), Optional.empty());
        };
    }
}
