package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a core node takes transactions now, and why not, for clients and people. */
final class Availability {
    private final NodeId self;
    private final Membership views;
    private final PeerWatch watch;
    private final boolean reconfigures;

    Availability(NodeId self, Membership views, PeerWatch watch, LayeredConfig.Core config) {
        this.self = self;
        this.views = views;
        this.watch = watch;
        this.reconfigures = config.reconfigures();
    }

    /** Why updates are refused, or empty if they are taken: that needs a view, and all its members present in it. */
    Optional<Outcome.Refused> refusalOfUpdates() {
        if (!views.isServing()) {
            return Optional.of(new Outcome.Refused(Outcome.Reason.NOT_SERVING, whyNotServing()));
        }
        if (!awayMembers().isEmpty()) {
            return Optional.of(new Outcome.Refused(Outcome.Reason.PEER_AWAY, whyAway()));
        }
        return !reconfigures && watch.anyIn(Phase.LEARNER)
                ? Optional.of(new Outcome.Refused(Outcome.Reason.PEER_AWAY, whoCatchesUp(watch.in(Phase.LEARNER))))
                : Optional.empty();
    }

    private List<NodeId> awayMembers() {
        if (watch.allPresent()) {
            return List.of();
        }
        List<NodeId> away = new ArrayList<>(watch.away());
        away.retainAll(views.view().members());
        return away;
    }

    /** The refusal of a read that has waited too long. */
    Outcome.Refused refusalOfStuckRead() {
        String why;
        if (!views.isServing()) {
            why = whyNotServing();
        } else if (awayMembers().isEmpty()) {
            why = self + " cannot make sure that it is still a member of the newest view";
        } else if (reconfigures && isMinority()) {
            why = whyCutOff();
        } else {
            why = "an update that may have been confirmed elsewhere cannot finish: " + whyAway();
        }
        return new Outcome.Refused(Outcome.Reason.NOT_SERVING, why);
    }

    /** Why the node is not in a view that serves. */
    String whyNotServing() {
        boolean isMinority = isMinority();
        if (reconfigures ? !isMinority : watch.allPresent()) {
            return self + " is " + (views.phase() == Phase.LEARNER ? "catching up" : "between two views");
        }
        return isMinority && reconfigures
                ? whyCutOff()
                : self + " waits for " + names(watch.away()) + " to form a view of the core";
    }

    private boolean isMinority() {
        return watch.present().size() < LayeredTopology.CORE.size() / 2;
    }

    private String whyCutOff() {
        return self + " is cut off: it hears nothing of " + names(watch.away());
    }

    private String whyAway() {
        return reconfigures && isMinority()
                ? whyCutOff()
                : whoIsAway(awayMembers())
                        + (reconfigures
                                ? "; the others form a view without it (layered.core.on-failure = reconfigure)"
                                : "; the core takes updates when all of " + names(LayeredTopology.CORE)
                                        + " are there (layered.core.on-failure = refuse)");
    }

    private static String whoIsAway(List<NodeId> away) {
        return names(away) + (away.size() == 1 ? " is away" : " are away");
    }

    private static String whoCatchesUp(List<NodeId> learners) {
        return names(learners)
                + (learners.size() == 1
                        ? " has just started and is catching up"
                        : " have just started and are catching up");
    }

    static String names(List<NodeId> nodes) {
        return String.join(", ", nodes.stream().map(NodeId::name).toList());
    }
}
