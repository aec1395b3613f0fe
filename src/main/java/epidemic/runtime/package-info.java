/** The host of replicas on Apache Pekko: actors, storage, configuration. Knows replicas only by their kernel contract. */
@NullMarked
package epidemic.runtime;

import org.jspecify.annotations.NullMarked;
