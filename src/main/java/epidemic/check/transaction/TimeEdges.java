package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import epidemic.check.history.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of processes and of real time. Real time goes through a chain of junctions, one for each moment at which
 * operations that ended meet operations that begin: O(n) edges instead of O(n²) (the barrier of Elle, section 5.1).
 */
final class TimeEdges {
    private final List<Txn> txns;
    private final Graph graph;

    TimeEdges(List<Txn> txns, Graph graph) {
        this.txns = txns;
        this.graph = graph;
    }

    /** Each operation of a session before the next. */
    void processes(View view, Map<Op, Integer> numbers) {
        Map<String, Integer> last = new HashMap<>();
        for (Op op : view.inSessionOrder(txns.stream().map(txn -> txn.op).toList())) {
            int number = numbers.get(op);
            Integer earlier = last.put(view.session(op), number);
            if (earlier != null) {
                graph.add(earlier, number, Graph.PROCESS);
            }
        }
    }

    /** What ended before what began. */
    void realtime() {
        List<int[]> events = new ArrayList<>();
        for (int number = 0; number < txns.size(); number++) {
            Op op = txns.get(number).op;
            events.add(new int[] {op.invoked().index(), number, 0});
            if (op.isOk() && op.completed().index() != Moment.NEVER.index()) {
                events.add(new int[] {op.completed().index(), number, 1});
            }
        }
        events.sort(Comparator.comparingInt(event -> event[0]));
        int junction = -1;
        boolean entered = false;
        for (int[] event : events) {
            if (event[2] == 0) {
                if (junction >= 0) {
                    graph.add(junction, event[1], Graph.REALTIME);
                    entered = true;
                }
                continue;
            }
            if (junction < 0 || entered) {
                int next = graph.junction();
                if (junction >= 0) {
                    graph.add(junction, next, Graph.REALTIME);
                }
                junction = next;
                entered = false;
            }
            graph.add(event[1], junction, Graph.REALTIME);
        }
    }
}
