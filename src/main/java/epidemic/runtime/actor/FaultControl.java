package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Stops and starts nodes on purpose, and cuts or slows the links between them. */
public interface FaultControl {
    /**
     * Stops a node as a crash would. No effect on a stopped one.
     *
     * @return done when the directory shows it; fails with a {@link java.util.concurrent.TimeoutException} if it does
     *     not for a few seconds
     */
    CompletionStage<Done> crash(NodeId node);

    /**
     * Starts a stopped node on its log. No effect on a running one.
     *
     * @return done when the directory shows it; fails as {@link #crash} does
     */
    CompletionStage<Done> restart(NodeId node);

    /**
     * Gives links a fault in place of the one they have, from the next message on.
     *
     * @param fault {@link LinkFault#NONE} heals them
     */
    default void set(Collection<NodePair> links, LinkFault fault) {
        links().set(links, fault);
    }

    /** What is wrong with the links now. */
    LinkFaults links();

    /**
     * The faults of the nodes of one JVM.
     *
     * @param directory the one that the cluster keeps up to date
     * @param links the ones that the cluster's messages go by
     */
    static FaultControl local(
            ActorSystem<?> system, ActorRef<LocalCluster.Command> cluster, NodeDirectory directory, LinkFaults links) {
        return new LocalFaults(system, cluster, directory, links);
    }
}
