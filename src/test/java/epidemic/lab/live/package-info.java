@NullMarked
package epidemic.lab.live;

import org.jspecify.annotations.NullMarked;
