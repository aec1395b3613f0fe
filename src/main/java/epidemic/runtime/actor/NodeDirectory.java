package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.VersionLogActor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/** Where the nodes of this JVM are now. Thread-safe; written by whoever starts and stops them. */
public final class NodeDirectory implements Transport {
    private final Map<NodeId, ActorRef<NodeActor.Command>> nodes = new ConcurrentHashMap<>();
    private final Map<NodeId, ActorRef<VersionLogActor.Command>> logs = new ConcurrentHashMap<>();
    private final Map<NodeId, String> failures = new ConcurrentHashMap<>();

    /** The node's actor, or empty while it is stopped. */
    public Optional<ActorRef<NodeActor.Command>> node(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** The node's log, stopped or not; empty if there is no such node here. */
    public Optional<ActorRef<VersionLogActor.Command>> log(NodeId node) {
        return Optional.ofNullable(logs.get(node));
    }

    @Override
    public void send(NodeId to, NodeActor.Envelope envelope) {
        ActorRef<NodeActor.Command> node = nodes.get(to);
        if (node != null) {
            node.tell(envelope);
        }
    }

    /** Why the node stopped by itself, or empty if it did not since its last start. */
    public Optional<String> failureOf(NodeId node) {
        return Optional.ofNullable(failures.get(node));
    }

    void failed(NodeId node, String reason) {
        failures.put(node, reason);
    }

    void started(NodeId node, ActorRef<NodeActor.Command> actor) {
        failures.remove(node);
        nodes.put(node, actor);
    }

    void stopped(NodeId node) {
        nodes.remove(node);
    }

    void opened(NodeId node, ActorRef<VersionLogActor.Command> log) {
        logs.put(node, log);
    }
}
