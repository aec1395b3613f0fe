/** Records simulated runs, so that they can be watched. */
@NullMarked
package epidemic.lab.replay;

import org.jspecify.annotations.NullMarked;
