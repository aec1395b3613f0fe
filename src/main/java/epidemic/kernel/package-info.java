/**
 * The contract between replication protocols and whatever hosts them.
 *
 * <p>A protocol is written as a {@link epidemic.kernel.Replica}: a deterministic state machine that is told what
 * happened, one <em>turn</em> at a time, and answers with effects on a {@link epidemic.kernel.ReplicaContext}. Nothing
 * here knows of threads, clocks, disks or networks; the hosts do.
 */
@NullMarked
package epidemic.kernel;

import org.jspecify.annotations.NullMarked;
