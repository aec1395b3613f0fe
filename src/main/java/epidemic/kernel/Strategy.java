package epidemic.kernel;

/**
 * A replication protocol as a whole: who takes part and how each node behaves. One instance serves a whole run.
 */
public interface Strategy {
    /** The name in commands and files, lower case with dashes. */
    String name();

    /** One sentence: what it does and what it promises. */
    String summary();

    /**
     * The nodes and links under these settings.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it and what is allowed
     */
    Topology topology(Settings settings);

    /**
     * A new replica for one life of a node.
     *
     * @throws IllegalArgumentException if the node is not of the topology or a setting is out of its range
     */
    Replica replica(NodeId node, Settings settings);
}
