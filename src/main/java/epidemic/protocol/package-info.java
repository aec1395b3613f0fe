/** Replication protocols, one package each, and their catalog. */
@NullMarked
package epidemic.protocol;

import org.jspecify.annotations.NullMarked;
