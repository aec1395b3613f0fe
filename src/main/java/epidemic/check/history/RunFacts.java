package epidemic.check.history;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What {@code meta.json} says of a run.
 *
 * @param layers the layer of every node
 * @param feeds from whom a node below the core gets its versions
 * @param batch how many versions a propagation to layer 1 waits for
 * @param periodNanos between two propagations to layer 2
 * @param graceNanos what propagation and clocks are allowed beyond that
 */
public record RunFacts(
        Map<String, Integer> layers,
        Map<String, String> feeds,
        OptionalInt batch,
        OptionalLong periodNanos,
        OptionalLong graceNanos) {
    /** Nothing is known. */
    public static final RunFacts NONE =
            new RunFacts(Map.of(), Map.of(), OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Copies the maps, in the order of their keys. */
    public RunFacts {
        layers = java.util.Collections.unmodifiableMap(new TreeMap<>(layers));
        feeds = java.util.Collections.unmodifiableMap(new TreeMap<>(feeds));
    }
}
