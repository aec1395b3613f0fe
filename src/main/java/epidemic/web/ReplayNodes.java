package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.replay.NodeState;
import epidemic.replay.RecordedLog;
import epidemic.replay.Recording;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.storage.DiskCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The nodes of a recorded run at the player's position. Its logs hold all their versions. Thread-safe. */
final class ReplayNodes implements NodeSource {
    private static final long OLDEST = 1;

    private final Recording recording;
    private final AtomicLong position;

    /**
     * The nodes.
     *
     * @param position the player's, in nanoseconds of virtual time
     */
    ReplayNodes(Recording recording, AtomicLong position) {
        this.recording = recording;
        this.position = position;
    }

    @Override
    public CompletionStage<List<NodeReport>> reports() {
        return CompletableFuture.completedFuture(
                ReplayMoment.of(recording, position.get()).nodes());
    }

    @Override
    public CompletionStage<DiskCall.ReadResult> versions(NodeId node, long afterVersion, int limit) {
        RecordedLog log = stateOf(node).log();
        return CompletableFuture.completedFuture(
                new DiskCall.ReadResult(afterVersion, log.entries(afterVersion, limit), log.length()));
    }

    @Override
    public CompletionStage<NodeCall.Data> data(NodeId node, Optional<Long> version) {
        NodeState state = stateOf(node);
        if (state.phase() == NodeState.Phase.DOWN) {
            throw NodeSource.stopped(node);
        }
        long newest = Math.min(state.version(), state.log().length());
        long at = version.orElse(newest);
        boolean isHeld = at <= newest;
        return CompletableFuture.completedFuture(new NodeCall.Data(
                at,
                Math.min(OLDEST, newest),
                newest,
                isHeld ? Optional.of(state.log().dataAt(at)) : Optional.empty()));
    }

    /** The version that a request has created by now, as the core knows it. */
    Optional<Long> versionOf(RequestId id) {
        return recording.facts().topology().layers().get(0).nodes().stream()
                .flatMap(node -> stateOf(node).log().versionOf(id).stream())
                .findFirst();
    }

    /** The player's position, in virtual time. */
    long positionNanos() {
        return position.get();
    }

    private NodeState stateOf(NodeId node) {
        return recording.timeline().stateOf(node, position.get());
    }
}
