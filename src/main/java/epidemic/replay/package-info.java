/**
 * A recorded run and a player for it: what was visible at which moment of virtual time, and a position in it that plays,
 * stands and jumps. The laboratory records, the web server shows; this package knows neither of them.
 */
@NullMarked
package epidemic.replay;

import org.jspecify.annotations.NullMarked;
