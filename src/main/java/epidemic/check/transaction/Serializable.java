package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.View;
import epidemic.check.order.OrderSearch;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges whether the transactions can be put into one order that explains all reads, and that keeps to real time if it
 * is to be strict.
 *
 * <p>At lists the inferred dependencies are complete, so a history without a cycle holds. At registers they are not: a
 * register history holds only if an order is found, by version labels or by search; otherwise it is undecided.
 */
public final class Serializable implements Checker {
    private static final int FREE_SEARCH_MAX = 3_000;
    private static final int CYCLES_MAX = 10;

    private final Order order;
    private final View view;
    private final int configurationsMax;

    /** Which order the serial one must keep to. */
    public enum Order {
        /** None. */
        ANY("serializable"),
        /** That of each session. */
        SESSION("strong-session-serializable"),
        /** That of real time. */
        REALTIME("strict-serializable");

        private final String guarantee;

        Order(String guarantee) {
            this.guarantee = guarantee;
        }
    }

    /**
     * A judge.
     *
     * @param view whose sessions count, for {@link Order#SESSION}
     * @param configurationsMax the bound of the search at registers
     */
    public Serializable(Order order, View view, int configurationsMax) {
        this.order = order;
        this.view = view;
        this.configurationsMax = configurationsMax;
    }

    @Override
    public Verdict judge(RunRecord run) {
        List<Op> operations = run.history().operations();
        Findings findings = new Findings(order.guarantee);
        Workload workload = new Workload(operations);
        workload.tellBroken(findings);
        new ReadChecks(workload, findings).run();
        LostUpdates.find(workload, findings);
        Graph graph = graph(workload, findings);
        report(graph, workload, findings);
        if (order == Order.REALTIME) {
            LabelOrder.check(operations, findings);
        }
        if (!findings.isViolated() && !findings.isDoubtful() && !workload.registers.isEmpty()) {
            lookForAnOrder(run, workload, findings);
        }
        return findings.verdict(operations.size());
    }

    private Graph graph(Workload workload, Findings findings) {
        Graph graph = new Graph(workload.txns.size());
        new ListInference(workload, findings, graph).run();
        new RegisterInference(workload, graph, order == Order.REALTIME).run();
        TimeEdges time = new TimeEdges(workload.txns, graph);
        if (order == Order.SESSION) {
            time.processes(view, workload.numbers);
        } else if (order == Order.REALTIME) {
            time.realtime();
        }
        graph.freeze();
        return graph;
    }

    /** From the worst anomaly to the mildest; a component is told once. */
    private void report(Graph graph, Workload workload, Findings findings) {
        int time = order == Order.REALTIME ? Graph.REALTIME : order == Order.SESSION ? Graph.PROCESS : 0;
        int all = Graph.WW | Graph.WR | Graph.RW | time;
        if (Components.of(graph, all).isEmpty()) {
            return;
        }
        CycleSearch search = new CycleSearch(graph, workload.txns);
        Cycle words = new Cycle(graph, workload.txns);
        Set<Integer> told = new HashSet<>();
        int[] extras = time == 0 ? new int[] {0} : new int[] {0, time};
        for (int extra : extras) {
            int[][] levels = {
                {Graph.WW, Graph.WW | extra},
                {Graph.WR, Graph.WW | Graph.WR | extra},
                {Graph.RW, Graph.WW | Graph.WR | extra},
                {Graph.RW, Graph.WW | Graph.WR | Graph.RW | extra}
            };
            for (int[] level : levels) {
                for (int[] nodes : Components.of(graph, level[0] | level[1])) {
                    if (told.size() < 2 * CYCLES_MAX && !isTold(nodes, told)) {
                        List<Integer> cycle = search.find(nodes, level[0], level[1]);
                        if (!cycle.isEmpty()) {
                            findings.add(words.anomaly(cycle));
                            cycle.forEach(edge -> told.add(graph.from[edge]));
                        }
                    }
                }
            }
        }
        if (told.isEmpty()) {
            findings.add(
                    "cycle",
                    "the dependencies of some operations form a cycle; it is too long to be shown",
                    workload.txns.get(0).op);
        }
    }

    private static boolean isTold(int[] nodes, Set<Integer> told) {
        for (int node : nodes) {
            if (told.contains(node)) {
                return true;
            }
        }
        return false;
    }

    private void lookForAnOrder(RunRecord run, Workload workload, Findings findings) {
        List<Op> operations = run.history().operations();
        boolean strict = order == Order.REALTIME;
        Optional<View> sessions = order == Order.SESSION ? Optional.of(view) : Optional.empty();
        if (LabelOrder.explains(run, workload, strict, sessions)) {
            return;
        }
        OrderSearch.Result inTime = new OrderSearch(operations, true, configurationsMax).run();
        if (inTime == OrderSearch.Result.FOUND && (order != Order.SESSION || view != View.NODES)) {
            return;
        }
        if (strict && inTime == OrderSearch.Result.NONE) {
            findings.add("no-order", "no order of the transactions in real time explains their reads", shown(workload));
            return;
        }
        if (!strict && workload.txns.size() <= FREE_SEARCH_MAX) {
            OrderSearch.Result free = new OrderSearch(operations, false, configurationsMax).run();
            if (free == OrderSearch.Result.NONE) {
                findings.add("no-order", "no order of the transactions explains their reads", shown(workload));
                return;
            }
            if (free == OrderSearch.Result.FOUND && order == Order.ANY) {
                return;
            }
        }
        findings.doubt("registers: no anomaly was found, and no order that proves there is none");
    }

    private static Op[] shown(Workload workload) {
        List<Op> shown = new ArrayList<>();
        workload.txns.forEach(txn -> shown.add(txn.op));
        return shown.subList(0, Math.min(shown.size(), 50)).toArray(new Op[0]);
    }
}
