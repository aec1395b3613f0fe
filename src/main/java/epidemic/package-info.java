/** Epidemic: a replication laboratory and runtime on Apache Pekko. */
@NullMarked
package epidemic;

import org.jspecify.annotations.NullMarked;
