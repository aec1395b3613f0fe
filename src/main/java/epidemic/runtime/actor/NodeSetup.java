package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.DiskCall;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a {@link NodeActor} needs beside its replica.
 *
 * @param node whose replica it hosts
 * @param log the node's disk
 * @param transport the way to the peers
 * @param clock the clocks
 * @param observer who watches
 * @param incarnation which life of the node: above that of every earlier one
 * @param seed of the node's randomness
 * @param isSynced whether what the disk calls durable survives a loss of power
 */
public record NodeSetup(
        NodeId node,
        ActorRef<DiskCall> log,
        Transport transport,
        NodeClock clock,
        NodeObserver observer,
        long incarnation,
        long seed,
        boolean isSynced) {}
