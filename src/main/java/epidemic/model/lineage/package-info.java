/** What a log is, beside how long it is: by which nodes see that theirs are of different origin. */
@NullMarked
package epidemic.model.lineage;

import org.jspecify.annotations.NullMarked;
