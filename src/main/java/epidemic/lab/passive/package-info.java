/** What the laboratory knows of {@code passive}. */
@NullMarked
package epidemic.lab.passive;

import org.jspecify.annotations.NullMarked;
