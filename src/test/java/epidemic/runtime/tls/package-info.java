@NullMarked
package epidemic.runtime.tls;

import org.jspecify.annotations.NullMarked;
