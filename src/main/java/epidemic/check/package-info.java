/**
 * Judges of histories, and the list of the guarantees they judge.
 *
 * <p>They know what clients saw, and nothing of the protocols, hosts and simulators that made it.
 */
@NullMarked
package epidemic.check;

import org.jspecify.annotations.NullMarked;
