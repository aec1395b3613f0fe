/**
 * A replicated log: one master that appends messages, any number of secondaries that hold a prefix of them.
 *
 * <p>Guarantee: every node's log is a prefix of the master's, each message in it once, without gaps. A client is told that
 * its message has an id only after as many nodes as it asked for (its write concern, the master included) hold the message
 * on their disks; clients that wait never hold up others, and no wait ends without the message being held or the master
 * stopping. The master's reads see every message that a client was told of; a secondary's reads see a prefix.
 *
 * <p>Tolerated faults: messages lost, duplicated, delayed and reordered; any node stopped at any time; the loss of any
 * secondary's disk. The loss of the master's disk is not tolerated: the master notices it as soon as it hears of a secondary
 * that holds more than it does, and takes no appends any more; a secondary whose log is another one than the master's notices it
 * by a digest, takes and shows nothing any more and does not count. Without a majority of nodes that are heard of, the master is
 * read-only.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The master sends only messages that are on its disk, so no id is ever given to two messages, whatever it forgets
 *       in a crash.
 *   <li>Ids are dense: an append is refused before it gets one, or it is in the log.
 *   <li>A secondary appends, and acknowledges once they are on its disk, only messages that have no gap before them.
 *   <li>A secondary appends only what belongs behind all that it has, by the digest that comes with it.
 *   <li>An acknowledgement tells how far a secondary's log goes. Saying so twice tells nothing more.
 * </ul>
 *
 * <p>Literature: M. Wiesmann et al., "Understanding Replication in Databases and Distributed Systems", ICDCS 2000, section
 * 3.3 (passive replication); N. Hayashibara et al., "The phi Accrual Failure Detector", SRDS 2004, section 2 (why a node is
 * suspected before it is given up); A. Tanenbaum, D. Wetherall, "Computer Networks", 5th edition, section 3.4.2 (go-back-N).
 */
@NullMarked
package epidemic.protocol.replicatedlog;

import org.jspecify.annotations.NullMarked;
