/** Live runs in the laboratory: their histories, the reads that end them, and clients that make load. */
@NullMarked
package epidemic.lab.live;

import org.jspecify.annotations.NullMarked;
