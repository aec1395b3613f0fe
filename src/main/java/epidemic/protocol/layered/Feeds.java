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
import java.util.Optional;

/** The lazy links that begin at one node, none or more. Each goes its own way. */
final class Feeds {
    private final NodeId source;
    private final List<Feed> feeds = new ArrayList<>();

    Feeds(NodeId source, LayeredConfig config) {
        this.source = source;
        LayeredTopology.targetsOf(source).forEach(target -> feeds.add(new Feed(target, config)));
    }

    boolean isEmpty() {
        return feeds.isEmpty();
    }

    /** The trigger fired: all targets are to hold this version. */
    void release(long version) {
        feeds.forEach(feed -> feed.release(version));
    }

    /** A target has started and says what it holds. */
    void onAnnounce(NodeId from, LayeredMessage.Announce announce) {
        of(from).announced(announce.version());
    }

    /**
     * A peer has answered.
     *
     * @return whether it has answered a feed
     */
    boolean onAnswer(NodeId from, Message question, Message answer) {
        if (answer instanceof LayeredMessage.Propagated propagated) {
            of(from).onPropagated(question, propagated);
        } else if (answer instanceof LayeredMessage.SnapshotHeld held) {
            of(from).onSnapshotHeld(question, held);
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
        of(to).onSilence(question);
    }

    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        feeds.forEach(feed -> feed.onLoaded(afterVersion, entries, context));
    }

    /** Sends what is due. */
    void pump(VersionedState state, ReplicaContext context) {
        feeds.forEach(feed -> feed.pump(state, context));
    }

    List<ReplicaView.Feed> view(Optional<Long> updatesToNextPush, Optional<Long> nanosToNextPush) {
        List<ReplicaView.Feed> views = new ArrayList<>();
        feeds.forEach(feed -> views.add(feed.view(updatesToNextPush, nanosToNextPush)));
        return views;
    }

    private Feed of(NodeId target) {
        for (Feed feed : feeds) {
            if (feed.target().equals(target)) {
                return feed;
            }
        }
        throw new Invariants.Violation(source + " does not feed " + target);
    }
}
