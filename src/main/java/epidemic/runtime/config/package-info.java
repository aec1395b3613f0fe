/**
 * The configuration: HOCON in layers, checked as a whole before anything starts.
 *
 * <p>The packaged {@code application.conf} is the schema too: a key that it does not name is unknown, and the kind of a
 * value is the kind of its default. {@link epidemic.runtime.config.EpidemicConfig} is the way in.
 */
@NullMarked
package epidemic.runtime.config;

import org.jspecify.annotations.NullMarked;
