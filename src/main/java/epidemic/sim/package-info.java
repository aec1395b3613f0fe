/**
 * The deterministic simulator: hosts the same replicas as the actors do, on virtual time, with a network, disks and
 * clocks that go wrong by seed.
 *
 * <p>A run is a function of its seed, its {@link epidemic.sim.FaultPlan}, the strategy and what the laboratory asks of
 * it: one thread, one event queue on (virtual time, sequence), no clock and no randomness from outside. What the network
 * does to the k-th message of a link depends on (seed, link, k) only, so leaving out a fault or a client does not
 * reshuffle the rest.
 *
 * <p>Literature: J. Zhou et al., "FoundationDB: A Distributed Unbundled Transactional Key Value Store", SIGMOD 2021,
 * section 4 (simulation).
 */
@NullMarked
package epidemic.sim;

import org.jspecify.annotations.NullMarked;
