package epidemic.protocol.replicatedlog;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.List;

/** The master M and its secondaries S1, S2 and so on. */
final class ReplicatedLogTopology {
    static final NodeId MASTER = NodeId.of("M");
    /** The key of the one list that there is. */
    static final String LOG = "log";

    private ReplicatedLogTopology() {}

    static List<NodeId> secondaries(int count) {
        List<NodeId> secondaries = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            secondaries.add(NodeId.of("S" + number));
        }
        return secondaries;
    }

    static boolean isSecondary(String name, int count) {
        for (NodeId node : secondaries(count)) {
            if (node.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    static Topology describe(ReplicatedLogConfig config) {
        List<NodeId> secondaries = secondaries(config.secondaries());
        List<Topology.Link> links = new ArrayList<>();
        secondaries.forEach(secondary ->
                links.add(new Topology.Link(MASTER, secondary, Topology.Kind.LAZY, "each append, again until held")));
        return new Topology(
                List.of(
                        new Topology.Layer("master", "linearizable", List.of(MASTER)),
                        new Topology.Layer("secondaries", "a prefix of the master's log", secondaries)),
                links);
    }
}
