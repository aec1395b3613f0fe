/**
 * Nodes as typed actors. {@link epidemic.runtime.actor.NodeActor} hosts any replica, {@link
 * epidemic.runtime.actor.LocalCluster} runs all nodes of a strategy in one JVM.
 */
@NullMarked
package epidemic.runtime.actor;

import org.jspecify.annotations.NullMarked;
