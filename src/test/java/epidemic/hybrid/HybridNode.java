package epidemic.hybrid;

import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.MemoryDisk;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What a {@link HybridCluster} knows of one node. */
final class HybridNode {
    final NodeId id;
    MemoryDisk disk = new MemoryDisk();
    Optional<ActorRef<DiskCall>> log = Optional.empty();
    /** Gets mail and requests; empty from the moment it is to stop. */
    Optional<ActorRef<NodeCall>> actor = Optional.empty();
    /** Until it has stopped it cannot start again. */
    Optional<ActorRef<NodeCall>> stopping = Optional.empty();

    Optional<Replica> replica = Optional.empty();
    long life;
    /** How long it stays down when its disk fails. */
    long downNanos;

    boolean logStopping;

    HybridNode(NodeId id) {
        this.id = id;
    }

    boolean isRunning() {
        return actor.isPresent();
    }

    /** Whether everything of its earlier life is gone. */
    boolean mayStart() {
        return actor.isEmpty() && stopping.isEmpty() && !logStopping;
    }
}
