package epidemic.check.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Looks for a short cycle in a component: it begins with an edge of one kind and comes back over edges of others. The
 * way back is the shortest; of the beginnings, edges that go back in time are tried first, for every cycle has one.
 */
final class CycleSearch {
    private static final int BEGINNINGS_MAX = 200;
    private static final int ENOUGH = 2;
    private static final long VISITS_MAX = 20_000_000;

    private final Graph graph;
    private final List<Txn> txns;
    private final int[] component;
    private final int[] distance;
    private final int[] through;
    private long visits;

    CycleSearch(Graph graph, List<Txn> txns) {
        this.graph = graph;
        this.txns = txns;
        this.component = new int[graph.nodes];
        this.distance = new int[graph.nodes];
        this.through = new int[graph.nodes];
    }

    /**
     * A cycle, as edges in order; empty if there is none, or none was found within the bound.
     *
     * @param nodes the component
     * @param begin the kinds of the first edge
     * @param back the kinds of all others
     */
    List<Integer> find(int[] nodes, int begin, int back) {
        Arrays.fill(component, 0);
        for (int node : nodes) {
            component[node] = 1;
        }
        List<Integer> best = List.of();
        int tried = 0;
        visits = 0;
        for (int edge : beginnings(nodes, begin)) {
            if (!best.isEmpty() && (tried > BEGINNINGS_MAX || best.size() <= ENOUGH) || visits > VISITS_MAX) {
                break;
            }
            tried++;
            List<Integer> cycle = around(edge, back, best.isEmpty() ? Integer.MAX_VALUE : best.size());
            if (!cycle.isEmpty() && (best.isEmpty() || cycle.size() < best.size())) {
                best = cycle;
            }
        }
        return best;
    }

    private List<Integer> beginnings(int[] nodes, int kinds) {
        List<Integer> edges = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int node : nodes) {
            for (int at = graph.begin[node]; at < graph.begin[node + 1]; at++) {
                int edge = graph.out[at];
                if ((graph.kind[edge] & kinds) != 0 && component[graph.to[edge]] == 1) {
                    (isBackwards(edge) ? edges : others).add(edge);
                }
            }
        }
        edges.addAll(others);
        return edges;
    }

    private boolean isBackwards(int edge) {
        int from = graph.from[edge];
        int to = graph.to[edge];
        if (from >= graph.txns || to >= graph.txns) {
            return from < graph.txns;
        }
        return txns.get(to).op.completed().index() < txns.get(from).op.invoked().index();
    }

    /** Breadth first; an edge into a junction costs nothing, so the cycle with the fewest transactions is found. */
    private List<Integer> around(int first, int back, int limit) {
        int goal = graph.from[first];
        Arrays.fill(distance, Integer.MAX_VALUE);
        Deque<Integer> queue = new ArrayDeque<>();
        distance[graph.to[first]] = 0;
        through[graph.to[first]] = -1;
        queue.add(graph.to[first]);
        while (!queue.isEmpty()) {
            int node = queue.poll();
            if (node == goal) {
                return path(first, goal);
            }
            if (distance[node] >= limit) {
                continue;
            }
            for (int at = graph.begin[node]; at < graph.begin[node + 1]; at++) {
                int edge = graph.out[at];
                int target = graph.to[edge];
                visits++;
                int cost = target < graph.txns ? 1 : 0;
                if ((graph.kind[edge] & (back | Graph.FREE)) != 0
                        && component[target] == 1
                        && distance[node] + cost < distance[target]) {
                    distance[target] = distance[node] + cost;
                    through[target] = edge;
                    if (cost == 0) {
                        queue.addFirst(target);
                    } else {
                        queue.addLast(target);
                    }
                }
            }
        }
        return List.of();
    }

    private List<Integer> path(int first, int goal) {
        List<Integer> reversed = new ArrayList<>();
        int node = goal;
        while (through[node] >= 0) {
            reversed.add(through[node]);
            node = graph.from[through[node]];
        }
        reversed.add(first);
        java.util.Collections.reverse(reversed);
        return reversed;
    }
}
