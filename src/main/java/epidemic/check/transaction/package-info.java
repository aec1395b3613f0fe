/**
 * Serializability and strict serializability of transactions, by cycles of dependencies inferred from what was read.
 *
 * <p>Literature: Kingsbury and Alvaro, "Elle: inferring isolation anomalies from experimental observations", VLDB 2020,
 * sections 4 and 5 (inference, traceable and recoverable histories); Adya, Liskov, O'Neil, "Generalized isolation level
 * definitions", ICDE 2000, sections 4 and 5 (G0, G1, G2 and the dependency graph).
 */
@NullMarked
package epidemic.check.transaction;

import org.jspecify.annotations.NullMarked;
