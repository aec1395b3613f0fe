package epidemic.maelstrom;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.actor.NodeSetup;
import epidemic.runtime.actor.Transport;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.SyncMode;
import epidemic.runtime.storage.VersionLogActor;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The node that this process plays, from its {@code init} on.
 *
 * @param name in Maelstrom
 * @param self in the strategy
 * @param layer that node's layer
 * @param roster who plays the others
 * @param actor the running node
 * @param post sends messages in its name
 * @param forwards what it hands to the core
 */
record Seat(
        String name, NodeId self, int layer, Roster roster, ActorRef<NodeCall> actor, Post post, Forwards forwards) {
    /** Starts the node. */
    static Seat take(String name, Roster roster, Post post, MaelstromSetup setup, ActorContext<?> context) {
        NodeId self = roster.node(name).orElseThrow();
        ActorRef<DiskCall> log = context.spawn(
                VersionLogActor.create(
                        setup.data(), self, setup.storage(), setup.strategy().codec()),
                "log",
                setup.diskDispatcher());
        AtomicReference<ActorRef<NodeCall>> own = new AtomicReference<>();
        NodeSetup node = new NodeSetup(
                self,
                log,
                transport(self, roster, post, new PeerMail(setup.strategy().codec()), own),
                setup.clock(),
                NodeObserver.NONE,
                setup.clock().wallClockMillis(),
                setup.seed() * 31 + self.hashCode(),
                setup.storage().sync() == SyncMode.BATCH);
        ActorRef<NodeCall> actor = context.spawn(
                NodeActor.create(node, () -> setup.strategy().replica(self, setup.settings())),
                "node",
                setup.nodeDispatcher());
        own.set(actor);
        int layer = setup.strategy().topology(setup.settings()).layerOf(self).orElseThrow();
        return new Seat(name, self, layer, roster, actor, post, new Forwards(roster.core(), self.hashCode() & 0xff));
    }

    /** To itself without the network; to a node that nobody plays a message is lost. */
    private static Transport transport(
            NodeId self, Roster roster, Post post, PeerMail mail, AtomicReference<ActorRef<NodeCall>> own) {
        return (to, envelope) -> {
            if (to.equals(self)) {
                own.get().tell(envelope);
            } else {
                roster.name(to).ifPresent(peer -> post.send(peer, mail.write(envelope)));
            }
        };
    }
}
