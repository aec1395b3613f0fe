package epidemic.lab;

import java.util.List;
import java.util.Optional;

/**
 * What became of one seed.
 *
 * @param digest of the trace
 * @param events taken out of the queue
 * @param virtualNanos how long the run was in virtual time
 * @param violation what did not hold, if anything
 * @param probeCounts how often each probe was seen, in the order of the scenario's names
 */
public record SeedResult(
        long seed, long digest, long events, long virtualNanos, Optional<Violation> violation, List<Long> probeCounts) {
    /** Copies the counts. */
    public SeedResult {
        probeCounts = List.copyOf(probeCounts);
    }

    /**
     * A check that did not hold.
     *
     * @param guarantee the name of the check
     * @param message what was found
     */
    public record Violation(String guarantee, String message) {}
}
