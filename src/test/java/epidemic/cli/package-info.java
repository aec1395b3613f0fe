/** Tests of the commands. */
@NullMarked
package epidemic.cli;

import org.jspecify.annotations.NullMarked;
