package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.wire.Parcel;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/** What this process knows of the process of one other node: the newest one, by its life. Confined to the host. */
final class Peer {
    private final NodeId node;
    private final PeerLink link;
    private final ActorRef<RemoteNode.Command> remote;
    private final ActorRef<NodeCall> asNode;

    private long life;
    private long newestLife;
    private Optional<PeerLink.Doors> doors = Optional.empty();
    private boolean running;
    private String reason = "has not been met yet";
    private String address = "";
    private long lastHeardNanos;
    private boolean shown;

    Peer(NodeId node, PeerLink link, ActorRef<RemoteNode.Command> remote, ActorRef<NodeCall> asNode) {
        this.node = node;
        this.link = link;
        this.remote = remote;
        this.asNode = asNode;
    }

    NodeId node() {
        return node;
    }

    PeerLink link() {
        return link;
    }

    ActorRef<RemoteNode.Command> remote() {
        return remote;
    }

    ActorRef<NodeCall> asNode() {
        return asNode;
    }

    /** The newest life that any process of the node has told of, 0 for none. */
    long newestLife() {
        return newestLife;
    }

    Optional<PeerLink.Doors> doors() {
        return doors;
    }

    /** Whether this is where the present process of the node is. */
    boolean isAt(Address place) {
        return doors.isPresent() && doors.get().door().path().address().equals(place);
    }

    /**
     * A process of the node tells of itself. One of an earlier life than another that was met is not listened to.
     *
     * @return whether it is another process than the one known before
     */
    boolean met(long ofLife, Parcel.Presence presence, PeerLink.Doors newDoors, long nowNanos) {
        newestLife = Math.max(newestLife, presence.newestLife());
        if (!presence.established() || ofLife < life) {
            return false;
        }
        boolean isNew = ofLife > life || !doors.equals(Optional.of(newDoors));
        life = ofLife;
        doors = Optional.of(newDoors);
        running = presence.running();
        reason = presence.reason();
        address = presence.address();
        lastHeardNanos = nowNanos;
        link.leadsTo(doors);
        return isNew;
    }

    /** Whether a process of the node has told of itself. */
    boolean isMet() {
        return life > 0;
    }

    /** Why the node is not to be asked, or empty if it is. */
    Optional<String> absence(long nowNanos, long awayNanos, boolean unreachable) {
        if (!isMet()) {
            return Optional.of(reason);
        }
        if (unreachable || nowNanos - lastHeardNanos > awayNanos) {
            return Optional.of("its process at " + address + " cannot be reached from here");
        }
        return running ? Optional.empty() : Optional.of(reason.isEmpty() ? "stopped" : reason);
    }

    /** Whether the process itself is there, be its node or not. */
    boolean isSilent(long nowNanos, long awayNanos) {
        return !isMet() || nowNanos - lastHeardNanos > awayNanos;
    }

    boolean isShown() {
        return shown;
    }

    void shown(boolean isShown) {
        shown = isShown;
    }
}
