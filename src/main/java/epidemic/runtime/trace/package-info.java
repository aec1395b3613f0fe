/** Trace ids, as OpenTelemetry and others hand them on: which trace a transaction is part of. Nothing is exported. */
@NullMarked
package epidemic.runtime.trace;

import org.jspecify.annotations.NullMarked;
