package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.wire.Query;
import java.util.Optional;

/** What is done to nodes on purpose, as it crosses between processes. */
final class Actions {
    private Actions() {}

    /** What a query wants done, or empty if it only asks. */
    static Optional<LocalCluster.Command> action(Query query) {
        if (query instanceof Query.Crash crash) {
            return Optional.of(new LocalCluster.Crash(crash.node()));
        }
        return query instanceof Query.Restart restart
                ? Optional.of(new LocalCluster.Restart(restart.node()))
                : Optional.empty();
    }

    /** The query that wants this done. */
    static Query query(LocalCluster.Command action) {
        return action instanceof LocalCluster.Crash crash
                ? new Query.Crash(crash.node())
                : new Query.Restart(nodeOf(action));
    }

    /** To whom it is done. */
    static NodeId nodeOf(LocalCluster.Command action) {
        if (action instanceof LocalCluster.Crash crash) {
            return crash.node();
        }
        if (action instanceof LocalCluster.Restart restart) {
            return restart.node();
        }
        throw new IllegalArgumentException(action + " is done to no node");
    }
}
