/**
 * Primary and backups: one node gives every update its place, the others hold copies; three modes say when the client is
 * told.
 *
 * <p>Nodes and guarantees: N1 to Nn, one of them the primary of an epoch. Layer 0, {@code fresh}, at every node: updates and
 * reads, forwarded to the primary. With {@code sync} and {@code semi-sync} they are linearizable and what was confirmed
 * survives one failure. With {@code async} the primary may lose what no backup has when another node is promoted: what is
 * left is a prefix. Layer 1, {@code stale}, at every node: reads of what the node itself has applied, with its sequence number; always a
 * prefix of the order, and never below the client's session.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>With {@code sync} and {@code semi-sync} every version log is a prefix of one order: only what is safe is appended.
 *   <li>An update is confirmed after the disk of the primary has it and, with {@code sync}, those of all backups of the
 *       view, a majority of the nodes in all; with {@code semi-sync} that of one backup.
 *   <li>An acknowledgement names the newest version up to which a backup's disk has everything. Lag is counted from it.
 *   <li>An epoch has one primary, promised by enough nodes that one of them has whatever was confirmed before; a node that has
 *       promised a later epoch acknowledges nothing of an earlier one, and confirms no read of it.
 * </ul>
 *
 * <p>Tolerated faults: messages lost, duplicated, delayed and reordered; any node stopped at any time; the loss of one disk at
 * a time. No clock is relied upon. With {@code sync} and {@code async} a majority goes on; with {@code semi-sync} all nodes but one.
 *
 * <p>Literature: P. Alsberg, J. Day, "A Principle for Resilient Sharing of Distributed Resources", ICSE 1976 (primary and
 * backups); N. Budhiraja et al., "The Primary-Backup Approach", in S. Mullender (ed.), Distributed Systems, 1993, chapter 8;
 * B. Oki, B. Liskov, "Viewstamped Replication", PODC 1988 (views, and the log of the latest of them); D. Ongaro, J. Ousterhout,
 * "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014, section 5.4.1 (who may be elected), and Ongaro's
 * thesis, 2014, section 6.4 (reads confirmed by a majority).
 */
@NullMarked
package epidemic.protocol.primarybackup;

import org.jspecify.annotations.NullMarked;
