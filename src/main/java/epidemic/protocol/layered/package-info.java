/**
 * Layered epidemic replication: the flagship.
 *
 * <p>Nodes and guarantees: the core A1, A2, A3 replicates eagerly and actively, with updates everywhere: strictly
 * serializable. Layer 1, B1 fed by A2 and B2 fed by A3, gets every tenth version lazily: causal with a session token,
 * and always a prefix of the core's order. Layer 2, C1 and C2 fed by B2, gets what B2 holds every ten seconds: weak, a
 * prefix still.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every node's version log is a prefix of one and the same total order.
 *   <li>{@code Committed} is said only after every member of the core's view holds the update on its disk.
 *   <li>{@code Refused} is said only of transactions that no other node has been told of.
 *   <li>B1 and B2 hold versions at which the trigger fired, and no others (but for the flush).
 * </ul>
 *
 * <p>Tolerated faults: messages lost, duplicated, delayed and reordered; any node stopped at any time; the loss of the
 * disks of a minority of the core; with leases, clocks whose speeds differ by up to two per cent. While a core node is away
 * the core takes no updates ({@code refuse}) or goes on with a majority ({@code reconfigure}).
 *
 * <p>Literature: J. Gray, P. Helland, P. O'Neil, D. Shasha, "The Dangers of Replication and a Solution", SIGMOD 1996
 * (eager, lazy, update everywhere); M. Wiesmann et al., "Understanding Replication in Databases and Distributed
 * Systems", ICDCS 2000 (active, passive); L. Lamport, CACM 21(7), 1978 (the order); A. Demers et al., "Epidemic
 * Algorithms for Replicated Database Maintenance", PODC 1987 (the name).
 */
@NullMarked
package epidemic.protocol.layered;

import org.jspecify.annotations.NullMarked;
