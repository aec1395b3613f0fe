package epidemic.lab.bench;

/**
 * How much load.
 *
 * @param outstanding of a closed loop: so many requests are open at any time, and an answer begets the next request; of an
 *     open loop: at most so many are open, later ones wait at the client, and their wait counts
 * @param perSecond requests each second of an open loop; 0 for a closed loop
 */
public record LoadShape(int outstanding, long perSecond) {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public LoadShape {
        if (outstanding < 1) {
            throw new IllegalArgumentException(outstanding + " outstanding requests: 1 or more are allowed");
        }
        if (perSecond < 0) {
            throw new IllegalArgumentException("a rate of " + perSecond + ": 0 or more is allowed");
        }
    }

    /** Whether requests leave by the clock rather than by the answers. */
    public boolean isOpen() {
        return perSecond > 0;
    }

    /** How many clients share the load, one at each of so many targets at most: each has a request. */
    int clients(int targets) {
        return Math.min(targets, outstanding);
    }

    /** How many requests a client may have open. */
    int slots(int client, int clients) {
        return outstanding / clients + (client < outstanding % clients ? 1 : 0);
    }

    /** From one request of a client to its next; 0 for a closed loop. */
    double periodNanos(int clients) {
        return isOpen() ? NANOS_PER_SECOND * clients / perSecond : 0;
    }

    /** For people, for example {@code 256 outstanding} or {@code 100000/s}. */
    public String label() {
        return isOpen() ? perSecond + "/s" : outstanding + " outstanding";
    }
}
