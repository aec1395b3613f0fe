package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import java.util.List;
import java.util.Optional;

/** Whether a core node takes transactions now, and why not, for clients and people. */
final class Availability {
    private final NodeId self;
    private final ViewChange views;
    private final PeerWatch watch;

    Availability(NodeId self, ViewChange views, PeerWatch watch) {
        this.self = self;
        this.views = views;
        this.watch = watch;
    }

    /** Why updates are refused, or empty if they are taken: that needs a view, and all its members present in it. */
    Optional<Outcome.Refused> refusalOfUpdates() {
        if (!views.isServing()) {
            return Optional.of(new Outcome.Refused(Outcome.Reason.NOT_SERVING, whyNotServing()));
        }
        if (!watch.allPresent()) {
            return Optional.of(new Outcome.Refused(Outcome.Reason.PEER_AWAY, whyAway()));
        }
        return watch.anyLearner()
                ? Optional.of(new Outcome.Refused(
                        Outcome.Reason.PEER_AWAY, names(watch.learners()) + " has just started and is catching up"))
                : Optional.empty();
    }

    /** The refusal of a read that has waited too long. */
    Outcome.Refused refusalOfStuckRead() {
        String why = views.isServing()
                ? "an update that may have been confirmed elsewhere cannot finish: " + whyAway()
                : whyNotServing();
        return new Outcome.Refused(Outcome.Reason.NOT_SERVING, why);
    }

    /** Why the node is not in a view that serves. */
    String whyNotServing() {
        return watch.allPresent()
                ? self + " is " + (views.phase() == Phase.LEARNER ? "catching up" : "between two views")
                : self + " waits for " + names(watch.away()) + " to form a view of the core";
    }

    private String whyAway() {
        return names(watch.away()) + " is away; the core takes updates when all of " + names(LayeredTopology.CORE)
                + " are there (layered.core.on-failure = refuse)";
    }

    static String names(List<NodeId> nodes) {
        return String.join(", ", nodes.stream().map(NodeId::name).toList());
    }
}
