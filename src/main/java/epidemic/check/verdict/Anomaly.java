package epidemic.check.verdict;

import epidemic.check.history.Op;
import java.util.List;

/**
 * Something that the guarantee forbids.
 *
 * @param name such as {@code G-single} or {@code lost-update}
 * @param explanation in words
 * @param operations the offending ones, each once
 * @param edges the cycle, in order; empty if the anomaly is none
 */
public record Anomaly(String name, String explanation, List<Op> operations, List<Edge> edges) {
    /** Copies the lists. */
    public Anomaly {
        operations = operations.stream().distinct().toList();
        edges = List.copyOf(edges);
    }

    /** An anomaly without a cycle. */
    public static Anomaly of(String name, String explanation, Op... operations) {
        return new Anomaly(name, explanation, List.of(operations), List.of());
    }

    /** An anomaly that is a cycle. */
    public static Anomaly cycle(String name, String explanation, List<Edge> edges) {
        return new Anomaly(name, explanation, edges.stream().map(Edge::from).toList(), edges);
    }
}
