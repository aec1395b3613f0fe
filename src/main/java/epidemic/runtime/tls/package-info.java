/**
 * Encryption: reads keys and certificates, says in one line what is wrong with them, and makes engines of them. {@link
 * epidemic.runtime.tls.TlsContext} serves HTTP and the links between nodes.
 */
@NullMarked
package epidemic.runtime.tls;

import org.jspecify.annotations.NullMarked;
