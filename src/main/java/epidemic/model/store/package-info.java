/** Data in many versions. */
@NullMarked
package epidemic.model.store;

import org.jspecify.annotations.NullMarked;
