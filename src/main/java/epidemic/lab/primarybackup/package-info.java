/** What the laboratory knows of {@code primary-backup}: its settings by seed, its limits, its probes, when it is at rest. */
@NullMarked
package epidemic.lab.primarybackup;

import org.jspecify.annotations.NullMarked;
