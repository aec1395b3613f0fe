/** Histories: what clients asked and were told, and what nodes did, in Jepsen's form. Of simulated and of live runs. */
@NullMarked
package epidemic.lab.history;

import org.jspecify.annotations.NullMarked;
