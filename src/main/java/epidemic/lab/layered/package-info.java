/** The laboratory's knowledge of {@code layered}: what it tolerates, promises, and which rare situations it must meet. */
@NullMarked
package epidemic.lab.layered;

import org.jspecify.annotations.NullMarked;
