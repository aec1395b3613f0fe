/** What a run promises about versions and nodes: prefixes, bounded staleness, convergence, exactly once. */
@NullMarked
package epidemic.check.version;

import org.jspecify.annotations.NullMarked;
