/**
 * What crosses between processes, and its bytes. {@link epidemic.runtime.wire.Parcel} is what one process tells another,
 * {@link epidemic.runtime.wire.ParcelCodec} makes bytes of it, {@link epidemic.runtime.wire.Fragments} cuts these into
 * {@link epidemic.runtime.wire.Frame}s, the one class that Pekko carries. Nothing is ever serialized by Java.
 */
@NullMarked
package epidemic.runtime.wire;

import org.jspecify.annotations.NullMarked;
