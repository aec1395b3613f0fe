package epidemic.contract;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.RequestId;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What the clauses of the effects contract ask of a host: three nodes, and a hand on what surrounds them. */
public interface ContractHost extends AutoCloseable {
    NodeId N1 = NodeId.of("N1");
    NodeId N2 = NodeId.of("N2");
    NodeId N3 = NodeId.of("N3");

    /** How many versions logs keep: more than the stories have that ask for old ones. */
    long KEEP_VERSIONS = 200;

    /** The nodes of every story. */
    List<NodeId> NODES = List.of(N1, N2, N3);

    /** What a host tells of what it carries out. */
    interface Watcher {
        /** An effect leaves the node now, in the very thread of its turns. */
        void leaves(NodeId node);

        /** An effect was carried out; in order for each node. */
        void effect(NodeId node, String what);

        /** A client was told an outcome. */
        void heard(RequestId id, Outcome outcome);
    }

    /**
     * Begins the first life of all nodes.
     *
     * @param duplicates whether everything between nodes arrives twice
     */
    void start(Function<NodeId, Replica> replica, Watcher watcher, boolean duplicates);

    /** Stops a node as a crash would; it has stopped when this returns. */
    void crash(NodeId node);

    /** Begins the next life of a stopped node, which does not get further than reading its log. */
    void restart(NodeId node);

    /** Lets a node that was restarted read its log. */
    void release(NodeId node);

    /** Whether the node stopped, for whatever reason. */
    boolean isStopped(NodeId node);

    /** A client's request reaches a node. */
    void request(NodeId node, RequestId id);

    /** A message of the present life of its sender; running it delivers it. */
    Runnable mail(NodeId from, NodeId to, Message message);

    /** Lets things happen until the condition holds, or gives up. Whether it holds. */
    boolean await(BooleanSupplier condition);

    @Override
    void close();
}
