package epidemic.protocol.primarybackup;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicate;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A backup's part: it knows its primary, is brought up to where the epoch began, joins, and then holds what the primary
 * sends, in sequence.
 *
 * <p>It joins when it has everything that the primary had when the epoch began, all at once: before that its own held
 * updates stand, since an earlier epoch may have confirmed them (Oki and Liskov 1988, section 4: the new view's log replaces
 * the old one as a whole).
 */
final class Following {
    private final PrimaryBackupConfig config;
    private final Ledger ledger;
    private final Statistics statistics;
    private Optional<NodeId> primary = Optional.empty();
    private long epoch;
    private long heardNanos;
    /** What has come of an epoch that is not joined yet, behind the version log. */
    private final List<VersionEntry> staged = new ArrayList<>();

    private long stagedEpoch;
    /** The newest epoch of which the disk knows that the versions here are the primary's, too. */
    private long comparedEpoch;

    private long divergedCount;
    /** Of which epoch the log is that has not got them. */
    private long divergedEpoch;
    /** So many lost updates were told of, since it joined last. */
    private long toldLost;
    /** What came while the disk was behind, to be taken once it is not. */
    private Optional<Waiting> waiting = Optional.empty();

    private record Waiting(Handle.Asker asker, Replicate replicate) {}

    Following(PrimaryBackupConfig config, Ledger ledger, Statistics statistics) {
        this.config = config;
        this.ledger = ledger;
        this.statistics = statistics;
    }

    /** The primary, if it was heard of lately. */
    Optional<NodeId> primary(long nowNanos) {
        long most = config.timing().suspectAfter().toNanos();
        return primary.filter(known -> nowNanos - heardNanos <= most);
    }

    /** The epoch of that primary. */
    long epoch() {
        return epoch;
    }

    /** The primary is gone, for all that is known. */
    void forgetPrimary() {
        primary = Optional.empty();
    }

    /** Versions here that nobody else has, 0 if all is well. */
    long divergedCount() {
        return divergedCount;
    }

    /** Why it does not serve then. */
    String divergence() {
        return "holds " + divergedCount
                + " versions nobody else has: they were confirmed before another node was promoted; it must be started"
                + " empty";
    }

    /** A primary of an epoch that is not below what was promised. */
    void onReplicate(NodeId from, Handle.Asker asker, Replicate replicate, ReplicaContext context) {
        primary = Optional.of(from);
        epoch = replicate.epoch();
        heardNanos = context.nowNanos();
        ledger.promise(Math.max(replicate.epoch(), ledger.promised()), context);
        waiting = waiting.filter(earlier -> earlier.replicate().epoch() == replicate.epoch());
        if (waiting.isEmpty() && ledger.isDiskBehind() && bringsMore(replicate)) {
            waiting = Optional.of(new Waiting(asker, replicate));
        } else {
            follow(asker, replicate, context);
        }
    }

    private boolean bringsMore(Replicate replicate) {
        return replicate.after() + replicate.entries().size() > next(replicate.epoch());
    }

    /** Up to where it has what a primary of that epoch sends. */
    private long next(long ofEpoch) {
        return ledger.label() < ofEpoch ? ledger.version() + staged.size() : ledger.end();
    }

    private void follow(Handle.Asker asker, Replicate replicate, ReplicaContext context) {
        if (ledger.label() < replicate.epoch()) {
            bringUp(replicate, context);
        }
        if (divergedCount > 0) {
            context.answer(asker, diverged(context));
        } else if (ledger.label() < replicate.epoch()) {
            context.answer(asker, answer(Standing.BEHIND, context));
        } else {
            hold(asker, replicate, context);
        }
    }

    /** The disk has more of the version log: what waits for that may be taken, unless its epoch is over. */
    void onDurable(ReplicaContext context) {
        if (waiting.isPresent() && !ledger.isDiskBehind()) {
            Waiting earlier = waiting.get();
            waiting = Optional.empty();
            if (ledger.promised() > earlier.replicate().epoch()) {
                context.answer(earlier.asker(), new PrimaryBackupMessage.Fenced(ledger.promised()));
            } else {
                follow(earlier.asker(), earlier.replicate(), context);
            }
        }
    }

    /** What it has in common with the primary, and how long its log is. */
    private Replicated diverged(ReplicaContext context) {
        long common = ledger.version() - divergedCount;
        return new Replicated(
                Standing.DIVERGED,
                ledger.isMember(),
                context.incarnation(),
                Math.min(ledger.durableVersion(), common),
                ledger.version());
    }

    private Replicated answer(Standing standing, ReplicaContext context) {
        boolean isInStep = standing == Standing.IN_STEP;
        return new Replicated(
                standing,
                ledger.isMember(),
                context.incarnation(),
                isInStep ? ledger.heldDurable() : Math.min(ledger.durableVersion(), ledger.version()),
                isInStep ? ledger.end() : ledger.version() + staged.size());
    }

    // Before it has joined.

    private void bringUp(Replicate replicate, ReplicaContext context) {
        boolean isDiverged = divergedCount > 0 && divergedEpoch == replicate.epoch();
        if (replicate.lineage().isEmpty() || isDiverged || !isCompared(replicate, context)) {
            return;
        }
        if (stagedEpoch != replicate.epoch()) {
            staged.clear();
            stagedEpoch = replicate.epoch();
        }
        for (VersionEntry entry : acceptable(replicate)) {
            if (entry.version() == ledger.version() + staged.size() + 1) {
                stage(entry, replicate.committed(), context);
            }
        }
        long start = replicate.lineage().get(replicate.lineage().size() - 1).start();
        if (ledger.version() + staged.size() >= start) {
            boolean isMember = ledger.isMember() || replicate.admittedLife() == context.incarnation();
            ledger.join(replicate.lineage(), staged, isMember, context);
            staged.clear();
            toldLost = 0;
            context.observe(new Observation(
                    Observation.VIEW_INSTALLED, "joined epoch " + epoch + " of " + primary.orElseThrow()));
        }
    }

    /** Nothing while the disk is behind, and another message waits for it: the primary sends it again. */
    private List<VersionEntry> acceptable(Replicate replicate) {
        return ledger.isDiskBehind() ? List.of() : replicate.entries();
    }

    private void stage(VersionEntry entry, long committed, ReplicaContext context) {
        if (entry.version() <= committed && staged.isEmpty()) {
            ledger.take(entry, context);
            statistics.applied(1);
        } else {
            staged.add(entry);
        }
    }

    /** With ASYNC the version log may have what a promotion has lost: then nothing is put on top of it. */
    private boolean isCompared(Replicate replicate, ReplicaContext context) {
        boolean mayDiverge = config.mode() == PrimaryBackupConfig.Mode.ASYNC
                && config.mutant() != PrimaryBackupMutant.IGNORES_DIVERGENCE;
        if (!mayDiverge || comparedEpoch == replicate.epoch()) {
            return true;
        }
        divergedCount = ledger.version() - Span.common(ledger.version(), ledger.lineage(), replicate.lineage());
        divergedEpoch = replicate.epoch();
        tellLoss(replicate.lineage(), context);
        if (divergedCount > 0) {
            context.observe(new Observation(
                    Observation.DIVERGED,
                    "holds " + divergedCount + " versions that " + primary.orElseThrow() + " has not"));
        } else {
            ledger.comeFrom(replicate.lineage(), context);
            ledger.whenJournaled(later -> comparedEpoch = replicate.epoch(), context);
        }
        return false;
    }

    /**
     * What it holds behind its versions the new primary sends again, or has not: that is lost. The old one may have
     * confirmed it, since with ASYNC it tells clients, and sends on, what its own journal has.
     */
    private void tellLoss(List<Span> lineage, ReplicaContext context) {
        long lost = ledger.end() - Math.max(ledger.version(), Span.common(ledger.end(), ledger.lineage(), lineage));
        if (lost > toldLost) {
            statistics.lost(lost - toldLost);
            toldLost = lost;
            context.observe(new Observation(
                    Observation.UPDATES_LOST,
                    "held " + lost + " updates that " + primary.orElseThrow()
                            + " has not: they are lost, and may have been confirmed before it was promoted"));
        }
    }

    // In step.

    private void hold(Handle.Asker asker, Replicate replicate, ReplicaContext context) {
        List<VersionEntry> fresh = new ArrayList<>();
        for (VersionEntry entry : acceptable(replicate)) {
            if (entry.version() == ledger.end() + 1) {
                ledger.hold(entry);
                fresh.add(entry);
            } else if (entry.version() > ledger.end() && config.mutant() == PrimaryBackupMutant.APPLY_OUT_OF_ORDER) {
                context.append(entry);
            }
        }
        ledger.write(fresh, context);
        ledger.settle(replicate.committed(), (entry, later) -> statistics.applied(1), context);
        if (config.mutant() == PrimaryBackupMutant.ACK_BEFORE_DURABLE) {
            Replicated early = new Replicated(
                    Standing.IN_STEP, ledger.isMember(), context.incarnation(), ledger.end(), ledger.end());
            context.answer(asker, early);
        } else if (fresh.isEmpty() && ledger.isJoinDurable()) {
            context.answer(asker, answer(Standing.IN_STEP, context));
        } else {
            ledger.whenJournaled(later -> acknowledge(asker, replicate.epoch(), later), context);
        }
    }

    /** What was promised meanwhile to another epoch voids the acknowledgement. */
    private void acknowledge(Handle.Asker asker, long ofEpoch, ReplicaContext context) {
        boolean isVoid = ledger.promised() > ofEpoch && config.mutant() != PrimaryBackupMutant.NO_FENCING;
        context.answer(
                asker, isVoid ? new PrimaryBackupMessage.Fenced(ledger.promised()) : answer(Standing.IN_STEP, context));
    }
}
