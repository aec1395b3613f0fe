package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeDirectory;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Stops and starts nodes on purpose. */
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
     * The faults of the nodes of one JVM.
     *
     * @param directory the one that the cluster keeps up to date
     */
    static FaultControl local(ActorSystem<?> system, ActorRef<LocalCluster.Command> cluster, NodeDirectory directory) {
        return new LocalFaults(system, cluster, directory);
    }
}
