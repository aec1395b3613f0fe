package epidemic.check.transaction;

import java.util.Arrays;

/**
 * Dependencies between transactions. Nodes from {@link #txns} on are no transactions but junctions: they save edges
 * where every one of a set comes before every one of another.
 */
final class Graph {
    static final int WW = 1;
    static final int WR = 2;
    static final int RW = 4;
    static final int PROCESS = 8;
    static final int REALTIME = 16;
    /** From a junction on; counts for nothing. */
    static final int FREE = 32;

    /** How many nodes are transactions. */
    final int txns;

    int nodes;
    int edges;
    int[] from = new int[1024];
    int[] to = new int[1024];
    byte[] kind = new byte[1024];
    /** The key of an edge, and the values at both ends; "" if there is none. */
    private String[] key = new String[1024];

    private String[] before = new String[1024];
    private String[] after = new String[1024];
    /** The edges that leave node n are out[begin[n]] until out[begin[n + 1]]; made by {@link #freeze}. */
    int[] begin = {};

    int[] out = {};

    Graph(int txns) {
        this.txns = txns;
        this.nodes = txns;
    }

    int junction() {
        return nodes++;
    }

    /** Adds an edge unless it leads back to where it comes from. */
    void add(int source, int target, int kindOfEdge, String atKey, String valueBefore, String valueAfter) {
        if (source == target) {
            return;
        }
        if (edges == from.length) {
            int size = edges * 2;
            from = Arrays.copyOf(from, size);
            to = Arrays.copyOf(to, size);
            kind = Arrays.copyOf(kind, size);
            key = Arrays.copyOf(key, size);
            before = Arrays.copyOf(before, size);
            after = Arrays.copyOf(after, size);
        }
        from[edges] = source;
        to[edges] = target;
        kind[edges] = (byte) kindOfEdge;
        key[edges] = atKey;
        before[edges] = valueBefore;
        after[edges] = valueAfter;
        edges++;
    }

    void add(int source, int target, int kindOfEdge) {
        add(source, target, kindOfEdge, "", "", "");
    }

    /** Sorts the edges by where they come from; afterwards nothing is added. */
    void freeze() {
        begin = new int[nodes + 1];
        for (int edge = 0; edge < edges; edge++) {
            begin[from[edge] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            begin[node + 1] += begin[node];
        }
        out = new int[edges];
        int[] at = begin.clone();
        for (int edge = 0; edge < edges; edge++) {
            out[at[from[edge]]++] = edge;
        }
    }

    String key(int edge) {
        return key[edge];
    }

    String before(int edge) {
        return before[edge];
    }

    String after(int edge) {
        return after[edge];
    }
}
