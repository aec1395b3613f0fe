package epidemic.runtime.wire;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodePair;
import java.util.List;
import java.util.SortedMap;

/**
 * What one process tells another.
 *
 * <table>
 * <caption>Parcels</caption>
 * <tr><th>parcel</th><th>meaning</th></tr>
 * <tr><td>{@link Mail}</td><td>what a replica sends, a batch of it</td></tr>
 * <tr><td>{@link Presence}</td><td>who this process is and whether its node runs</td></tr>
 * <tr><td>{@link Links}</td><td>which links are cut or slow on purpose, everywhere</td></tr>
 * <tr><td>{@link Question}, {@link Answer}</td><td>what is asked of a node, and what it says</td></tr>
 * </table>
 */
public sealed interface Parcel {
    /**
     * Envelopes of one node's life to another node, in order.
     *
     * @param envelopes one or more, all of one sender and one life of it
     */
    record Mail(NodeId to, List<NodeCall.Envelope> envelopes) implements Parcel {
        /**
         * Copies the envelopes.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Mail {
            envelopes = List.copyOf(envelopes);
            if (envelopes.isEmpty()) {
                throw new IllegalArgumentException("mail without an envelope: one or more are allowed");
            }
        }
    }

    /**
     * Who a process is. Told to all others once a second, when something changed, and as an answer.
     *
     * @param wantsAnswer whether the other's presence is asked for
     * @param established whether the process has made sure that its node runs nowhere else; peers know no other ones
     * @param running whether the node's replica runs
     * @param reason why it does not, for people; empty if nothing is known
     * @param newestLife no life of the node is above this one
     * @param knownLife the newest life of the receiver's node that this process has heard of, 0 for none
     * @param door the actor that takes frames
     * @param bulk the actor that takes the frames of long parcels
     * @param address host and port, for people
     * @param members how many members the process's cluster has
     * @param firstMember host and port of the first of them
     */
    record Presence(
            boolean wantsAnswer,
            boolean established,
            boolean running,
            String reason,
            long newestLife,
            long knownLife,
            String door,
            String bulk,
            String address,
            int members,
            String firstMember)
            implements Parcel {}

    /**
     * All links with faults; of two such tables the one with the higher stamp is in force, of two with one stamp the one
     * of the higher name.
     */
    record Links(long stamp, NodeId by, SortedMap<NodePair, LinkFault> faults) implements Parcel {}

    /** Asks the other process. */
    record Question(long number, Query query) implements Parcel {}

    /** The answer to the question of that number. */
    record Answer(long number, Query.Reply reply) implements Parcel {}
}
