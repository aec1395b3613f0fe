/**
 * Logical time.
 *
 * <p>Literature: L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", CACM 21(7), 1978.
 */
@NullMarked
package epidemic.model.clock;

import org.jspecify.annotations.NullMarked;
