/** Verdicts: what a judge says, and how it is shown as text, JSON, and a timeline. */
@NullMarked
package epidemic.check.verdict;

import org.jspecify.annotations.NullMarked;
