/**
 * One node, one process: a Pekko Cluster of processes that each host one node of a strategy. {@link
 * epidemic.runtime.cluster.ClusterNode} is the way in.
 *
 * <p>The same {@link epidemic.runtime.actor.NodeActor} runs here as in one JVM. Other nodes are found through the
 * Receptionist, each by a door of its process: an actor that takes {@link epidemic.runtime.wire.Frame}s. What stands here
 * for a node of another process ({@link epidemic.runtime.cluster.RemoteNode}) takes the same questions as the node itself.
 *
 * <p>The cluster's membership is asked for two things only: where doors are, and whom to suspect. No decision about an
 * update rests on it; that is the views' matter.
 */
@NullMarked
package epidemic.runtime.cluster;

import org.jspecify.annotations.NullMarked;
