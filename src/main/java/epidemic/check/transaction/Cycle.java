package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Step;
import epidemic.check.verdict.Anomaly;
import epidemic.check.verdict.Edge;
import java.util.ArrayList;
import java.util.List;

/** Names a cycle and tells it in words. */
final class Cycle {
    private final Graph graph;
    private final List<Txn> txns;

    Cycle(Graph graph, List<Txn> txns) {
        this.graph = graph;
        this.txns = txns;
    }

    /**
     * The anomaly that a cycle is (Adya et al., sections 4 and 5; Elle, section 4.1): without rw it is G0 or, with a wr,
     * G1c; with one rw G-single; with more G2-item. A suffix says that it takes the order of processes or of real time.
     */
    Anomaly anomaly(List<Integer> cycle) {
        int kinds = 0;
        int antidependencies = 0;
        for (int edge : cycle) {
            kinds |= graph.kind[edge];
            antidependencies += graph.kind[edge] == Graph.RW ? 1 : 0;
        }
        String name;
        if (antidependencies == 0) {
            name = (kinds & Graph.WR) == 0 ? "G0" : "G1c";
        } else {
            name = antidependencies == 1 ? "G-single" : "G2-item";
        }
        if ((kinds & Graph.REALTIME) != 0) {
            name += "-realtime";
        } else if ((kinds & Graph.PROCESS) != 0) {
            name += "-process";
        }
        List<Edge> edges = edges(cycle);
        StringBuilder text = new StringBuilder();
        for (Edge edge : edges) {
            text.append(text.isEmpty() ? "" : "; ").append(edge.because());
        }
        return Anomaly.cycle(name, text + ": a cycle", edges);
    }

    private List<Edge> edges(List<Integer> cycle) {
        int shift = 0;
        while (graph.from[cycle.get(shift)] >= graph.txns) {
            shift++;
        }
        List<Edge> edges = new ArrayList<>();
        int first = -1;
        for (int count = 0; count < cycle.size(); count++) {
            int edge = cycle.get((shift + count) % cycle.size());
            first = first < 0 ? edge : first;
            if (graph.to[edge] < graph.txns) {
                edges.add(edge(first, edge));
                first = -1;
            }
        }
        return edges;
    }

    private Edge edge(int first, int last) {
        Op from = txns.get(graph.from[first]).op;
        Op to = txns.get(graph.to[last]).op;
        String key = graph.key(first);
        String before = graph.before(first);
        String after = graph.after(last);
        switch (graph.kind[first]) {
            case Graph.WW:
                return new Edge(
                        from,
                        to,
                        "ww",
                        from.name() + " " + verb(from, key, before) + " before " + to.name() + " "
                                + verb(to, key, after));
            case Graph.WR:
                return new Edge(
                        from,
                        to,
                        "wr",
                        to.name() + " read what " + from.name() + " did: it " + verb(from, key, before));
            case Graph.RW:
                return new Edge(
                        from,
                        to,
                        "rw",
                        from.name() + " read " + key + " as " + before + ", before " + to.name() + " "
                                + verb(to, key, after));
            case Graph.PROCESS:
                return new Edge(from, to, "process", from.name() + " came before " + to.name() + " in its session");
            default:
                return new Edge(from, to, "realtime", from.name() + " ended before " + to.name() + " began");
        }
    }

    private static String verb(Op op, String key, String value) {
        for (Step step : op.steps()) {
            if (step instanceof Step.Append append && append.key().equals(key)) {
                return "appended " + value + " to " + key;
            }
        }
        return "wrote " + value + " to " + key;
    }
}
