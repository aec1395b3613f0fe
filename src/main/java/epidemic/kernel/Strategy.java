package epidemic.kernel;

import java.util.List;

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

    /** How its messages and journal records become bytes. A strategy without a journal need not have one yet. */
    default MessageCodec codec() {
        return MessageCodec.none();
    }

    /**
     * What a node's log has to keep when older versions become a snapshot, so that what a node holds in memory can be made
     * anew from the log.
     *
     * @param versions how many below the newest, 1 or more
     * @param because which settings ask for it, for people
     * @param clients how many clients a snapshot remembers
     */
    record Kept(long versions, String because, int clients) {}

    /**
     * What logs have to keep under these settings.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    default Kept kept(Settings settings) {
        return new Kept(1, name() + " needs no more", 0);
    }

    /**
     * The largest message that its nodes make of many updates; a single larger update is a message of its own.
     *
     * @param characters of keys and values, 0 or more
     * @param because which setting or bound says so, for people
     */
    record Batch(long characters, String because) {}

    /**
     * The largest messages under these settings: whoever carries them must have room.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    default Batch largestBatch(Settings settings) {
        return new Batch(0, name() + " makes none");
    }

    /** The errors that can be planted in it; none unless it says so. */
    default List<Mutant> mutants() {
        return List.of();
    }

    /**
     * A replica with a planted error, for simulations.
     *
     * @param mutant a name out of {@link #mutants()}
     * @throws IllegalArgumentException if there is no such mutant, or as {@link #replica} does
     */
    default Replica mutant(String mutant, NodeId node, Settings settings) {
        throw new IllegalArgumentException(name() + " has no mutant '" + mutant + "'");
    }
}
