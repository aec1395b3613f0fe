package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.wire.Parcel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;

/**
 * Makes sure that a node does not run twice before it is started. Confined to the host.
 *
 * <p>A process that has joined asks all members it can reach. If a living process of its node answers, it gives up; a
 * frozen or dead one does not answer, and is followed by this one: after {@link #PATIENCE}. The answers also tell the
 * newest life of the node that anybody has heard of; the new one is above it, whatever the clocks say.
 *
 * <p>Then the node is started, which takes its log. Only when that is open, here and nowhere else, the process is
 * established, and the others hear of it.
 *
 * <p>A process that was established before, and only has to join anew, is asked to do the same: it may have been taken for
 * dead and followed. Its node waits for that if it is of the core; a node of another layer, which decides nothing, starts
 * without it when no cluster was found within {@link #ALONE_PATIENCE}.
 */
final class Admission {
    static final Duration PATIENCE = Duration.ofSeconds(3);
    static final Duration ALONE_PATIENCE = Duration.ofSeconds(5);

    private final ClusterNode.Setup setup;
    private final Neighbours neighbours;
    private final NodeId node;
    private final Set<Address> answered = new HashSet<>();
    private final long provisionalLife;
    private final long begunNanos = System.nanoTime();
    private Set<Address> superseded = Set.of();
    private long knownLife;
    private long life;
    private boolean established;
    private boolean refused;
    private long inSinceNanos;
    private boolean in;

    Admission(ClusterNode.Setup setup, Neighbours neighbours) {
        this.setup = setup;
        this.neighbours = neighbours;
        this.node = setup.node();
        this.knownLife = setup.lifeAbove();
        this.provisionalLife = setup.clock().wallClockMillis();
    }

    /** Before the node is established. */
    long provisionalLife() {
        return provisionalLife;
    }

    /** Whether the node may be started. */
    boolean isGranted() {
        return life > 0;
    }

    /** The node's log is open. */
    void logIsOpen() {
        established = !refused;
    }

    boolean isEstablished() {
        return established;
    }

    /** The first life of the node in this process; 0 as long as it may not be started. */
    long life() {
        return life;
    }

    /** Whether the process has joined. */
    boolean isIn() {
        return in;
    }

    /** The processes of the node that did not answer: this one takes their place. */
    Set<Address> superseded() {
        return superseded;
    }

    /** A process answered, and knows of a life of this node. */
    void answered(Address place, long itsKnownLife) {
        answered.add(place);
        knownLife = Math.max(knownLife, itsKnownLife);
    }

    /**
     * Looks whether the node may start.
     *
     * @return whether it may, from now on
     */
    boolean look(long nowNanos) {
        if (refused || !mayStart(nowNanos) && !mayStartAlone(nowNanos)) {
            return false;
        }
        life = Math.max(knownLife + 1, setup.clock().wallClockMillis());
        superseded = neighbours.namesakes(node);
        return true;
    }

    private boolean mayStart(long nowNanos) {
        if (!in && neighbours.isIn()) {
            in = true;
            inSinceNanos = nowNanos;
            return false;
        }
        boolean haveAllAnswered = answered.containsAll(neighbours.reachable());
        return in && (haveAllAnswered || nowNanos - inSinceNanos > PATIENCE.toNanos());
    }

    private boolean mayStartAlone(long nowNanos) {
        boolean decides = setup.topology().layerOf(node).orElse(0) == 0;
        boolean wasEstablished = setup.lifeAbove() > 0;
        return wasEstablished && !decides && !in && nowNanos - begunNanos > ALONE_PATIENCE.toNanos();
    }

    /**
     * Another process of the same node tells of itself.
     *
     * @return why this process has to end, or empty if the other one has to
     */
    Optional<String> namesake(long itsLife, Parcel.Presence other) {
        Optional<String> end = established ? replaced(itsLife, other) : taken(itsLife, other);
        refused |= end.isPresent();
        return end;
    }

    private Optional<String> replaced(long itsLife, Parcel.Presence other) {
        return other.established() && itsLife > life
                ? Optional.of(node + " runs in a newer process at " + other.address() + ": this one ends")
                : Optional.empty();
    }

    private Optional<String> taken(long itsLife, Parcel.Presence other) {
        boolean isFirst = other.established()
                || itsLife < provisionalLife
                || itsLife == provisionalLife && other.address().compareTo(neighbours.selfPlace()) < 0;
        return isFirst
                ? Optional.of(node + " runs already at " + other.address()
                        + ": stop that process first, or give this one another name")
                : Optional.empty();
    }
}
