/** Tests of the judges: known-good and known-bad histories, brute force, planted anomalies. */
@NullMarked
package epidemic.check;

import org.jspecify.annotations.NullMarked;
