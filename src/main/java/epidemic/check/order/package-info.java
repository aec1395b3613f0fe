/**
 * The search for an order of operations that explains all they returned: linearizability of each key.
 *
 * <p>Literature: Wing and Gong, "Testing and verifying concurrent objects", JPDC 1993, section 4 (the search); Lowe,
 * "Testing for linearizability", CCPE 2017, sections 3 and 4 (linearized just in time, configurations remembered);
 * Horn and Kroening, "Faster linearizability checking via P-compositionality", FORTE 2015, section 3 (each key on its own).
 */
@NullMarked
package epidemic.check.order;

import org.jspecify.annotations.NullMarked;
