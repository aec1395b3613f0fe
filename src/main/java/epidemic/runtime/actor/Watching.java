package epidemic.runtime.actor;

import epidemic.kernel.Replica;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import java.util.List;
import java.util.Optional;

/** What a {@link NodeActor} tells those who watch it. Reads its replica, between turns only, and changes nothing. */
final class Watching {
    private final NodeSetup setup;
    private final Replica replica;

    Watching(NodeSetup setup, Replica replica) {
        this.setup = setup;
        this.replica = replica;
    }

    NodeStatus status(NodeCall.GetStatus get, NodeStatus.State state) {
        VersionHistory history = replica.history();
        long after = Math.max(get.afterVersion(), history.version() - get.limit());
        List<VersionEntry> newest = get.limit() > 0 ? history.entries(after, get.limit()) : List.of();
        return new NodeStatus(setup.node(), state, replica.view(setup.clock().nanoTime()), newest);
    }

    NodeCall.Data data(NodeCall.GetData get) {
        VersionHistory history = replica.history();
        long version = get.version().orElse(history.version());
        boolean isHeld = version >= history.oldestReadable() && version <= history.version();
        return new NodeCall.Data(
                version,
                history.oldestReadable(),
                history.version(),
                isHeld ? Optional.of(history.dataAt(version)) : Optional.empty());
    }

    NodeCall.Found find(NodeCall.FindTransaction find, boolean unknown) {
        long version = replica.history().versionOf(find.id());
        return new NodeCall.Found(
                find.id(),
                version > 0 ? Optional.of(version) : Optional.empty(),
                unknown || replica.history().isForgotten(find.id()));
    }
}
