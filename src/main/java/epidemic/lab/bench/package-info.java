/** Load on running nodes for the sake of figures: closed and open loops, what they cost, and how to show it. */
@NullMarked
package epidemic.lab.bench;

import org.jspecify.annotations.NullMarked;
