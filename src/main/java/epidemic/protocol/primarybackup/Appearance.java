package epidemic.protocol.primarybackup;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import java.util.ArrayList;
import java.util.List;

/** What a node shows of itself. */
final class Appearance {
    private final PrimaryBackupConfig config;
    private final Ledger ledger;
    private final Following following;
    private final Candidacy candidacy;
    private final Primacy primacy;
    private final Statistics statistics;

    Appearance(
            PrimaryBackupConfig config,
            Ledger ledger,
            Following following,
            Candidacy candidacy,
            Primacy primacy,
            Statistics statistics) {
        this.config = config;
        this.ledger = ledger;
        this.following = following;
        this.candidacy = candidacy;
        this.primacy = primacy;
        this.statistics = statistics;
    }

    /** The node now. It serves fresh requests if it is a primary that hears a majority, or knows a primary. */
    ReplicaView at(long nowNanos) {
        boolean isPrimary = primacy.isActive();
        boolean hasPrimary = isPrimary
                ? primacy.hasQuorum(nowNanos)
                : following.primary(nowNanos).isPresent();
        List<Detail> details = new ArrayList<>();
        details.add(Detail.word("mode", config.mode().code()));
        details.addAll(statistics.details(ledger.version()));
        details.addAll(primacy.backups().lags());
        return new ReplicaView(
                role(),
                ledger.version(),
                ledger.heldCount(),
                ledger.label(),
                isPrimary ? primacy.backups().members() : List.of(),
                hasPrimary && following.divergedCount() == 0,
                reason(nowNanos),
                isPrimary ? primacy.backups().feeds() : List.of(),
                details);
    }

    private String role() {
        if (following.divergedCount() > 0) {
            return ReplicaView.DIVERGED;
        } else if (primacy.isActive()) {
            return "primary";
        } else if (candidacy.isUnderWay()) {
            return "candidate";
        }
        return ledger.isMember() ? "backup" : "learner";
    }

    private String reason(long nowNanos) {
        if (following.divergedCount() > 0) {
            return following.divergence();
        } else if (primacy.isActive() && !primacy.hasQuorum(nowNanos)) {
            return "hears no majority: refuses updates and fresh reads";
        } else if (primacy.isActive()) {
            return troubles();
        } else if (candidacy.isUnderWay()) {
            return "stands for epoch " + candidacy.epoch();
        } else if (following.primary(nowNanos).isEmpty()) {
            return "knows no primary";
        }
        return ledger.isMember() ? "" : "may have forgotten what it said: counts again once all nodes are there";
    }

    private String troubles() {
        List<NodeId> out = primacy.backups().leftOut();
        return out.isEmpty() ? "" : "does not wait for " + out;
    }
}
