package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.wire.Frame;
import epidemic.runtime.wire.Parcel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/** Tells other processes who this one is: those that the Receptionist lists, and those that were met. Confined to the host. */
final class Greetings {
    private final Self self;
    private final ActorRefResolver resolver;
    private final PeerLink.Doors doors;
    private final Map<NodeId, Set<ActorRef<Frame>>> listed = new HashMap<>();
    private boolean leaving;

    /** This process. The link is the way to others of the same name. */
    record Self(NodeId node, NodeDirectory directory, Admission admission, Neighbours neighbours, PeerLink ownName) {
        boolean isRunning() {
            return directory.node(node).isPresent();
        }
    }

    Greetings(Self self, ActorRefResolver resolver, PeerLink.Doors doors) {
        this.self = self;
        this.resolver = resolver;
        this.doors = doors;
    }

    /** The life that is told to others of the same name. */
    void begins(long life) {
        self.ownName().begins(life);
    }

    /** From now on everybody is told that this process ends. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Where the Receptionist lists a node. */
    void listed(NodeId node, Set<ActorRef<Frame>> doorsOfNode) {
        listed.put(node, Set.copyOf(doorsOfNode));
    }

    /** The doors that a process told of. */
    PeerLink.Doors doorsOf(Parcel.Presence presence) {
        return new PeerLink.Doors(resolver.resolveActorRef(presence.door()), resolver.resolveActorRef(presence.bulk()));
    }

    /** Tells everybody who is listed, and whoever was met. */
    void tellAll(Map<NodeId, Peer> peers, boolean wantsAnswer) {
        listed.forEach((node, refs) -> refs.forEach(
                ref -> tellListed(Optional.ofNullable(peers.get(node)), new PeerLink.Doors(ref, ref), wantsAnswer)));
        for (Peer peer : peers.values()) {
            peer.doors()
                    .filter(known -> !listed.getOrDefault(peer.node(), Set.of()).contains(known.door()))
                    .ifPresent(known -> tell(peer, wantsAnswer, known));
        }
    }

    private void tellListed(Optional<Peer> peer, PeerLink.Doors there, boolean wantsAnswer) {
        if (peer.isPresent()) {
            tell(peer.get(), wantsAnswer, there);
        } else if (!there.door().equals(doors.door())) {
            self.ownName().send(presence(0, wantsAnswer), there);
        }
    }

    /** Tells a process of a peer. */
    void tell(Peer peer, boolean wantsAnswer, PeerLink.Doors there) {
        peer.link().send(presence(peer.newestLife(), wantsAnswer), there);
    }

    /** Tells another process of this node. */
    void tellNamesake(PeerLink.Doors there) {
        self.ownName().send(presence(0, false), there);
    }

    /** Asks whoever is at a place who it is. */
    void askAt(Address place) {
        ActorRef<Frame> there = resolver.resolveActorRef(place + "/user/" + ClusterNode.DOOR);
        self.ownName().send(presence(0, true), new PeerLink.Doors(there, there));
    }

    private Parcel.Presence presence(long knownLife, boolean wantsAnswer) {
        String reason = leaving
                ? "its process is ending"
                : self.directory().failureOf(self.node()).orElse("");
        return new Parcel.Presence(
                wantsAnswer,
                self.admission().isEstablished(),
                self.isRunning() && !leaving,
                reason,
                Math.max(self.directory().lifeOf(self.node()), self.admission().life()),
                knownLife,
                resolver.toSerializationFormat(doors.door()),
                resolver.toSerializationFormat(doors.bulk()),
                self.neighbours().selfPlace(),
                self.neighbours().size(),
                self.neighbours().first());
    }
}
