/**
 * Causal consistency and the four guarantees of a session, by version labels where there are some, and by values.
 *
 * <p>Literature: Terry et al., "Session guarantees for weakly consistent replicated data", PDIS 1994, section 3;
 * Bouajjani, Enea, Guerraoui, Hamza, "On verifying causal consistency", POPL 2017, sections 4 and 6 (bad patterns).
 */
@NullMarked
package epidemic.check.session;

import org.jspecify.annotations.NullMarked;
