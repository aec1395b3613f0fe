/** Values and their laws, pure: clocks and stores. Used by protocols, knows none of them. */
@NullMarked
package epidemic.model;

import org.jspecify.annotations.NullMarked;
