/** Log lines that say which node they are about: as text for people, or as one JSON object a line. */
@NullMarked
package epidemic.runtime.logging;

import org.jspecify.annotations.NullMarked;
