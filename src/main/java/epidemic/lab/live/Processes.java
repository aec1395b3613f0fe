package epidemic.lab.live;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The numbers of processes in a history. A process does one thing at a time; after an unknown outcome its client goes on
 * as another process, the old number and {@link #STRIDE} more, for the old one may yet take effect.
 *
 * <p>Clients with a number have the process of that number. A request of whom nothing else is known takes the lowest
 * process that is free. Confined to one thread at a time.
 */
final class Processes {
    /** How many clients there may be at a time. */
    static final int STRIDE = 10_000;

    private final int known;
    private final Map<Integer, Long> rounds = new HashMap<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private int next;

    /**
     * Processes that nobody uses.
     *
     * @param known how many clients have a number of their own, from 0 on
     */
    Processes(int known) {
        this.known = known;
        this.next = known;
    }

    /** A place that nobody else has now. */
    int lowestFree() {
        Integer lowest = free.pollFirst();
        return lowest == null ? next++ : lowest;
    }

    /** The process at a place now. */
    long process(int place) {
        return place + rounds.getOrDefault(place, 0L) * STRIDE;
    }

    /** What the process at a place did has ended. */
    void ended(int place, boolean isKnown) {
        if (!isKnown) {
            rounds.merge(place, 1L, Long::sum);
        }
        if (place >= known) {
            free.add(place);
        }
    }
}
