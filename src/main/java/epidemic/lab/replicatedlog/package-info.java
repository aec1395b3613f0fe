/** What the laboratory knows of {@code replicated-log}. */
@NullMarked
package epidemic.lab.replicatedlog;

import org.jspecify.annotations.NullMarked;
