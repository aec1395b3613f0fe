package epidemic.check.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Strongly connected components of the graph of some kinds of edges (Tarjan, "Depth-first search and linear graph
 * algorithms", SIAM J. Comput. 1972, section 4), without recursion. O(nodes + edges).
 */
final class Components {
    private final Graph graph;
    private final int kinds;
    private final int[] index;
    private final int[] low;
    private final int[] edge;
    private final boolean[] onStack;
    private final int[] stack;
    private int stackSize;
    private int counter;
    private final List<int[]> found = new ArrayList<>();

    private Components(Graph graph, int kinds) {
        this.graph = graph;
        this.kinds = kinds | Graph.FREE;
        this.index = new int[graph.nodes];
        this.low = new int[graph.nodes];
        this.edge = new int[graph.nodes];
        this.onStack = new boolean[graph.nodes];
        this.stack = new int[graph.nodes];
    }

    /** Those with two nodes or more. */
    static List<int[]> of(Graph graph, int kinds) {
        Components components = new Components(graph, kinds);
        int[] path = new int[graph.nodes];
        for (int node = 0; node < graph.nodes; node++) {
            if (components.index[node] == 0) {
                components.visit(node, path);
            }
        }
        return components.found;
    }

    private void visit(int root, int[] path) {
        int depth = 0;
        path[0] = root;
        enter(root);
        while (depth >= 0) {
            int node = path[depth];
            int next = step(node);
            if (next >= 0) {
                path[++depth] = next;
                enter(next);
            } else {
                leave(node);
                depth--;
                if (depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[node]);
                }
            }
        }
    }

    private void enter(int node) {
        index[node] = ++counter;
        low[node] = counter;
        edge[node] = graph.begin[node];
        stack[stackSize++] = node;
        onStack[node] = true;
    }

    /** A node not yet visited that an edge leads to, or -1 if there is no further one. */
    private int step(int node) {
        while (edge[node] < graph.begin[node + 1]) {
            int one = graph.out[edge[node]++];
            if ((graph.kind[one] & kinds) == 0) {
                continue;
            }
            int target = graph.to[one];
            if (index[target] == 0) {
                return target;
            }
            if (onStack[target]) {
                low[node] = Math.min(low[node], index[target]);
            }
        }
        return -1;
    }

    private void leave(int node) {
        if (low[node] != index[node]) {
            return;
        }
        int from = stackSize;
        do {
            onStack[stack[--from]] = false;
        } while (stack[from] != node);
        if (stackSize - from > 1) {
            found.add(Arrays.copyOfRange(stack, from, stackSize));
        }
        stackSize = from;
    }
}
