package epidemic.replay;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.List;
import java.util.Optional;

/**
 * One run as it can be shown again. Immutable.
 *
 * @param facts what run it is and what came of it
 * @param marks in the order of their beginnings, at most {@value #MARKS_MAX}
 * @param timeline what was visible when
 */
public record Recording(Facts facts, List<Mark> marks, Timeline timeline) {
    /** How many marks are kept; later ones are left out. */
    public static final int MARKS_MAX = 1_000;

    /** Stands for the node of what concerns the whole run. */
    public static final NodeId RUN = NodeId.of("run");

    /** Copies the marks, as many as are kept. */
    public Recording {
        marks = List.copyOf(marks.subList(0, Math.min(MARKS_MAX, marks.size())));
    }

    /**
     * What run it is.
     *
     * @param strategy the strategy's name
     * @param topology its nodes and links
     * @param seed what the run was drawn from
     * @param epochMillis what a right wall clock shows at virtual time 0, in milliseconds since 1970 UTC
     * @param virtualNanos how long the run was
     * @param eventCount everything that happened in it, seen or not
     * @param digest over its trace, hexadecimal
     * @param violation the check that did not hold, if any
     * @param command the command that shows the run again
     */
    public record Facts(
            String strategy,
            Topology topology,
            long seed,
            long epochMillis,
            long virtualNanos,
            long eventCount,
            String digest,
            Optional<Violation> violation,
            String command) {}

    /**
     * A check that did not hold, at the end of the run.
     *
     * @param guarantee the name of the check
     * @param message what was found
     */
    public record Violation(String guarantee, String message) {}

    /** Where the player's time ends: with the run, or where the recorder was full. */
    public long lengthNanos() {
        return timeline.isWhole() ? facts.virtualNanos() : timeline.lastNanos();
    }
}
