/**
 * One node of a strategy as a process of Maelstrom: JSON objects, a line each, on standard input and output. So
 * Maelstrom's workloads and checkers can judge a replica. docs/maelstrom.md is the manual.
 *
 * <p>The node itself is the usual {@link epidemic.runtime.actor.NodeActor}; only its transport is another one. Nodes
 * reach each other by messages through Maelstrom's network and in no other way.
 *
 * <p>Literature: the public documents of jepsen-io/maelstrom, doc/protocol.md and doc/workloads.md.
 */
@NullMarked
package epidemic.maelstrom;

import org.jspecify.annotations.NullMarked;
