/**
 * Histories: what clients asked for and what they were told, read from JSON lines or EDN, and the files beside them.
 *
 * <p>The format is that of Jepsen's operation maps. A reader is strict: whatever it cannot be sure of is an error with
 * file, line, what was found and what is allowed.
 */
@NullMarked
package epidemic.check.history;

import org.jspecify.annotations.NullMarked;
