package epidemic.protocol.layered;

import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lazy links that begin at one node, none or more. Each goes its own way.
 *
 * <p>With {@code layered.reparent} further nodes of the layer below may ask to be fed. They are fed like the usual
 * targets, up to what was released, for as long as they renew that: at most all nodes of that layer.
 */
final class Feeds {
    private final NodeId source;
    private final LayeredConfig config;
    private final List<Feed> feeds = new ArrayList<>();
    /** The targets that are not usual ones, and until when they are fed. */
    private final Map<NodeId, Long> adoptedUntilNanos = new TreeMap<>();

    private long released;

    Feeds(NodeId source, LayeredConfig config) {
        this.source = source;
        this.config = config;
        LayeredTopology.targetsOf(source).forEach(target -> feeds.add(new Feed(target, config)));
    }

    /** Whether the node feeds others, or may come to. */
    boolean mayFeed() {
        return !feeds.isEmpty() || config.reparent();
    }

    /** The trigger fired: all targets are to hold this version. */
    void release(long version) {
        released = Math.max(released, version);
        feeds.forEach(feed -> feed.release(version));
    }

    /** A node of the layer below wants to be fed, for as long as a node may be silent until it counts as away. */
    void onRenew(NodeId from, LayeredMessage.Renew renew, ReplicaContext context) {
        Invariants.check(LayeredTopology.mayFeed(source, from), "%s asks %s to feed it", from, source);
        Optional<Feed> known = find(from);
        if (known.isPresent()) {
            known.get().renewed(renew.version());
        } else {
            Feed adopted = new Feed(from, config);
            adopted.announced(renew.version());
            adopted.release(released);
            feeds.add(adopted);
        }
        if (!LayeredTopology.sourceOf(from).equals(source)) {
            adoptedUntilNanos.put(
                    from, context.nowNanos() + config.core().ackTimeout().toNanos());
        }
    }

    private void dropLapsed(long nowNanos) {
        adoptedUntilNanos.entrySet().removeIf(adopted -> {
            boolean isLapsed = adopted.getValue() < nowNanos;
            if (isLapsed) {
                feeds.removeIf(feed -> feed.target().equals(adopted.getKey()));
            }
            return isLapsed;
        });
    }

    /** A target has started and says what it holds. */
    void onAnnounce(NodeId from, LayeredMessage.Announce announce) {
        find(from)
                .orElseThrow(() -> new Invariants.Violation(source + " does not feed " + from))
                .announced(announce.version());
    }

    /**
     * A peer has answered.
     *
     * @return whether it has answered a feed, perhaps one that has lapsed
     */
    boolean onAnswer(NodeId from, Message question, Message answer) {
        if (answer instanceof LayeredMessage.Propagated propagated) {
            find(from).ifPresent(feed -> feed.onPropagated(question, propagated));
        } else if (answer instanceof LayeredMessage.SnapshotHeld held) {
            find(from).ifPresent(feed -> feed.onSnapshotHeld(question, held));
        } else {
            return false;
        }
        return true;
    }

    /** Whether feeds ask such questions. */
    boolean isQuestion(Message question) {
        return question instanceof LayeredMessage.Propagate || question instanceof LayeredMessage.PropagateSnapshot;
    }

    void onSilence(NodeId to, Message question) {
        find(to).ifPresent(feed -> feed.onSilence(question));
    }

    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        feeds.forEach(feed -> feed.onLoaded(afterVersion, entries, context));
    }

    /** Sends what is due. */
    void pump(VersionedState state, ReplicaContext context) {
        if (!adoptedUntilNanos.isEmpty()) {
            dropLapsed(context.nowNanos());
        }
        if (config.mutant() == LayeredMutant.ADOPT_NEWEST) {
            adoptedUntilNanos
                    .keySet()
                    .forEach(target -> find(target).orElseThrow().release(state.version()));
        }
        feeds.forEach(feed -> feed.pump(state, context));
    }

    List<ReplicaView.Feed> view(Optional<Long> updatesToNextPush, Optional<Long> nanosToNextPush) {
        List<ReplicaView.Feed> views = new ArrayList<>();
        feeds.forEach(feed -> views.add(feed.view(updatesToNextPush, nanosToNextPush)));
        return views;
    }

    private Optional<Feed> find(NodeId target) {
        for (Feed feed : feeds) {
            if (feed.target().equals(target)) {
                return Optional.of(feed);
            }
        }
        return Optional.empty();
    }
}
