/** Versions and snapshots on their way from node to node, cut into pieces that a message takes. */
@NullMarked
package epidemic.model.transfer;

import org.jspecify.annotations.NullMarked;
