/**
 * What a node counts while it works, for whoever reads it now and then: plain counters that the node's own threads add
 * to, without locks and without looking anything up by a name. They know no strategy and no format of metrics.
 */
@NullMarked
package epidemic.runtime.figures;

import org.jspecify.annotations.NullMarked;
