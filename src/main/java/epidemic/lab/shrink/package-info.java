/**
 * Makes small what fails: a failing run becomes a {@link epidemic.lab.shrink.GoldenScenario}, in which everything that a
 * run is a function of is written down; {@link epidemic.lab.shrink.Shrinker} takes away what the failure does not need;
 * {@link epidemic.lab.shrink.GoldenText} keeps it as a file that is run again for ever after.
 *
 * <p>Literature: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE Transactions on
 * Software Engineering 28(2), 2002, section 3.
 */
@NullMarked
package epidemic.lab.shrink;

import org.jspecify.annotations.NullMarked;
