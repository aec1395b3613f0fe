/**
 * Passive replication with a cache time: one main replica, and others that copy it some time later.
 *
 * <p>Nodes and guarantees: the main replica M executes everything of layer 0, one update after the other: strictly
 * serializable. R1 to RN are layer 1: each holds a prefix of M's versions, and never one that is younger than the cache
 * time, which is counted for each update from when M made it. The cache time is data of M, at the key {@code cache}; a
 * new one counts for the updates that wait, too.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every log is a prefix of M's.
 *   <li>A client is told of a version only once M's disk has it; only such a version is copied.
 *   <li>M lets versions go in their order, each once: when it was made a cache time ago, whatever came after it.
 *   <li>What was let go stays so, also when the cache time grows.
 * </ul>
 *
 * <p>Tolerated faults: messages lost, duplicated, delayed and reordered; any node stopped at any time; the loss of the disk
 * of any replica but M. While M is away there are no updates, and copies stand still. Its clock counts only while it runs:
 * versions that it finds on its disk and that no replica holds are taken for made at the restart, so they are copied late,
 * never early.
 *
 * <p>Literature: N. Budhiraja, K. Marzullo, F. Schneider, S. Toueg, "The Primary-Backup Approach", in S. Mullender (ed.),
 * Distributed Systems, 1993, chapter 8; M. Wiesmann et al., "Understanding Replication in Databases and Distributed
 * Systems", ICDCS 2000, section 5 (lazy primary copy); R. Alonso, D. Barbara, H. Garcia-Molina, "Data Caching Issues in an
 * Information Retrieval System", TODS 15(3), 1990, section 2 (delay condition of quasi-copies).
 */
@NullMarked
package epidemic.protocol.passive;

import org.jspecify.annotations.NullMarked;
