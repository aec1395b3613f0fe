/**
 * The commands. Each puts the parts together for one purpose; what the parts do is said elsewhere.
 *
 * <p>Exit codes: 0 done, 1 ran and found what it must report (refused or unknown transactions, bad lines), 2 wrong usage
 * or unreadable input, 3 (check only) undecided. Results go to standard output, progress and logs to standard error.
 */
@NullMarked
package epidemic.cli;

import org.jspecify.annotations.NullMarked;
