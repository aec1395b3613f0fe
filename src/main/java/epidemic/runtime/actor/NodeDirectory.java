package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.DiskCall;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where nodes are now: those of this JVM, and whoever stands here for those of others. Thread-safe; written by whoever
 * starts and stops them.
 */
public final class NodeDirectory implements Transport {
    private final Map<NodeId, ActorRef<NodeCall>> nodes = new ConcurrentHashMap<>();
    private final Map<NodeId, ActorRef<DiskCall>> logs = new ConcurrentHashMap<>();
    private final Map<NodeId, String> failures = new ConcurrentHashMap<>();
    private final Map<NodeId, String> absences = new ConcurrentHashMap<>();
    private final Set<NodeId> unmet = ConcurrentHashMap.newKeySet();
    private final Map<NodeId, Long> lives = new ConcurrentHashMap<>();

    /** The node's actor, or empty while it is stopped. */
    public Optional<ActorRef<NodeCall>> node(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** The node's log, stopped or not; empty if there is no such node here. */
    public Optional<ActorRef<DiskCall>> log(NodeId node) {
        return Optional.ofNullable(logs.get(node));
    }

    @Override
    public void send(NodeId to, NodeCall.Envelope envelope) {
        ActorRef<NodeCall> node = nodes.get(to);
        if (node != null) {
            node.tell(envelope);
        }
    }

    /** Why the node stopped by itself, or empty if it did not since its last start. */
    public Optional<String> failureOf(NodeId node) {
        return Optional.ofNullable(failures.get(node));
    }

    /** Why a node of another process is not here, for people; empty for one that is, or is of this JVM. */
    public Optional<String> absenceOf(NodeId node) {
        return Optional.ofNullable(absences.get(node));
    }

    /** Whether anything is known of the node: of one of another process it is not until that process has been met. */
    public boolean isMet(NodeId node) {
        return !unmet.contains(node);
    }

    /** The newest life of a node of this JVM, 0 if none has begun. */
    public long lifeOf(NodeId node) {
        return lives.getOrDefault(node, 0L);
    }

    /** A node of another process, which has not been met yet: whether it runs is not known here. */
    public void expected(NodeId node) {
        left(node, "has not been met yet");
        unmet.add(node);
    }

    /**
     * A node of another process can be asked.
     *
     * @param stands for it here
     */
    public void arrived(NodeId node, ActorRef<NodeCall> stands) {
        unmet.remove(node);
        absences.remove(node);
        nodes.put(node, stands);
    }

    /** A node of another process cannot be asked any more, or could not be from the start. */
    public void left(NodeId node, String reason) {
        unmet.remove(node);
        absences.put(node, reason);
        nodes.remove(node);
    }

    void begins(NodeId node, long life) {
        lives.put(node, life);
    }

    void failed(NodeId node, String reason) {
        failures.put(node, reason);
    }

    void started(NodeId node, ActorRef<NodeCall> actor) {
        failures.remove(node);
        nodes.put(node, actor);
    }

    void stopped(NodeId node) {
        nodes.remove(node);
    }

    /** A node's log, or what stands for it here, can be read. */
    public void opened(NodeId node, ActorRef<DiskCall> log) {
        logs.put(node, log);
    }
}
