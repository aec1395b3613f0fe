package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings about views: who takes part in the core.
 *
 * <p>A view is an epoch and its members. One node coordinates ({@link Candidacy}):
 *
 * <ol>
 *   <li>It promises the new epoch itself, durably, then {@code Prepare(epoch)} to all: each leaves its view, durably, and
 *       tells its version, entries and pending batches.
 *   <li>With promises of a majority of the configured nodes (with the policy {@code refuse}: answers of all) the view is
 *       decided: it begins with the longest log and with everything that those hold who accepted the highest view so far.
 *       Members are those that answered.
 *   <li>{@code Install} to the members; each has the beginning on disk before it answers.
 *   <li>When all members have accepted it, the view serves.
 * </ol>
 *
 * <p>Every step is repeated until answered and may be repeated without harm. A member that falls silent in the middle
 * ends the attempt; the next one has a higher epoch. If too few nodes can promise, since they may have forgotten what they
 * said, a view needs the answers of all.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A confirmed update is on the disks of all members of its view; each later view has a promise of one of them, so it
 *       is applied or inherited there.
 *   <li>What any node has applied is confirmed or could be: it is in every later view. So the longest log may be taken
 *       from whomever.
 *   <li>Epochs of different coordinators differ.
 * </ul>
 *
 * <p>Literature: B. Oki, B. Liskov, "Viewstamped Replication", PODC 1988, section 4; L. Lamport, D. Malkhi, L. Zhou,
 * "Vertical Paxos and Primary-Backup Replication", PODC 2009 (members all hold what is confirmed, a majority of the
 * configured ones decides on the next members).
 */
final class ViewCoordinator {
    private static final TimerKey LEASES_OVER = new TimerKey("leases-over");

    // Identity and configuration.
    private final NodeId self;
    private final List<NodeId> configured = LayeredTopology.CORE;
    private final LayeredConfig.Core config;
    private final LayeredMutant mutant;
    private final int majority;

    // What it knows and decides about.
    private final PeerWatch watch;
    private final Membership membership;
    private final Candidacy candidacy;
    private final CoreLog log;
    private final CoreJournal journal;

    private Optional<ViewRound> attempt = Optional.empty();

    ViewCoordinator(
            NodeId self,
            LayeredConfig config,
            PeerWatch watch,
            Membership membership,
            CoreLog log,
            CoreJournal journal) {
        this.self = self;
        this.config = config.core();
        this.mutant = config.mutant();
        this.majority = Candidacy.majority(config);
        this.watch = watch;
        this.membership = membership;
        this.candidacy = new Candidacy(self, config, watch, membership, log);
        this.log = log;
        this.journal = journal;
    }

    /** The own attempt, unless another epoch was promised since. */
    private Optional<ViewRound> round() {
        attempt = attempt.filter(own -> own.epoch == membership.promised());
        return attempt;
    }

    private Optional<ViewRound> round(long epoch) {
        return round().filter(own -> own.epoch == epoch);
    }

    /** Does what can be done now towards a view. To be called whenever something was heard or time has passed. */
    void pursue(ReplicaContext context) {
        if (round().isPresent()) {
            pursue(attempt.get(), context);
        } else if (candidacy.isDue(context)) {
            begin(context);
        }
    }

    // Promises.

    private void begin(ReplicaContext context) {
        long highest = Math.max(membership.promised(), watch.highestEpoch());
        long epoch = (highest / configured.size() + 1) * configured.size() + configured.indexOf(self);
        membership.promise(epoch, context.incarnation(), context);
        attempt = Optional.of(new ViewRound(epoch));
        journal.whenDurable(later -> round(epoch).ifPresent(own -> prepareAll(own, later)), context);
    }

    private void prepareAll(ViewRound own, ReplicaContext context) {
        own.step = ViewRound.Step.PREPARING;
        own.prepared(self, membership.state(log.version(), context), context.nowNanos());
        for (NodeId peer : watch.present()) {
            own.asked.add(peer);
            ask(peer, new LayeredMessage.Prepare(own.epoch, context.incarnation(), log.version()), context);
        }
        pursue(own, context);
    }

    private void ask(NodeId peer, LayeredMessage question, ReplicaContext context) {
        context.ask(peer, question, config.retryInterval().toNanos());
    }

    void onPrepared(NodeId from, LayeredMessage.Prepared prepared, ReplicaContext context) {
        round(prepared.epoch())
                .filter(own -> own.step == ViewRound.Step.PREPARING)
                .ifPresent(own -> own.prepared(from, prepared, context.nowNanos()));
    }

    private void pursue(ViewRound own, ReplicaContext context) {
        if (own.step == ViewRound.Step.PREPARING && haveAnswered(own)) {
            long leaseNanos = own.leaseNanos(context.nowNanos());
            if (!isEnough(own)) {
                abandon(context);
            } else if (leaseNanos > 0 && mutant != LayeredMutant.IGNORE_LEASES) {
                context.setTimer(LEASES_OVER, leaseNanos);
            } else {
                decide(own, context);
            }
        } else if (own.step == ViewRound.Step.INSTALLING && watch.anyAway(own.view.members())) {
            abandon(context);
        }
    }

    private boolean haveAnswered(ViewRound own) {
        for (NodeId peer : own.asked) {
            if (!own.hasAnswered(peer) && watch.isConnected(peer)) {
                return false;
            }
        }
        return true;
    }

    private boolean isEnough(ViewRound own) {
        return own.prepared().size() == configured.size() || config.reconfigures() && own.promises() >= majority;
    }

    /** Gives up, and waits a random while, so that rivals do not meet again. */
    private void abandon(ReplicaContext context) {
        attempt = Optional.empty();
        membership.keepQuiet(context.random().nextLong(config.retryInterval().toNanos() * configured.size()), context);
    }

    // The view.

    /** Members are those that can be brought to what this node holds; so it is one, however it came by that. */
    private void decide(ViewRound own, ReplicaContext context) {
        own.prepared().values().forEach(said -> log.catchUp(said.entries(), context));
        List<NodeId> members = new ArrayList<>();
        own.prepared().forEach((node, said) -> {
            if (node.equals(self) || isCovered(said.version())) {
                members.add(node);
            }
        });
        boolean suffices = config.reconfigures() ? members.size() >= majority : members.equals(configured);
        if (log.version() < own.longestVersion() || !suffices) {
            abandon(context);
            return;
        }
        own.step = ViewRound.Step.INSTALLING;
        own.view = new View(own.epoch, members);
        List<Batch> inherited = inherited(own);
        for (NodeId member : members) {
            if (!member.equals(self)) {
                ask(member, install(own, member, inherited, context), context);
            }
        }
        log.whenDurable(later -> round(own.epoch).ifPresent(still -> acceptOwn(still, inherited, later)), context);
    }

    /** Whether the entries behind this version are in memory. */
    private boolean isCovered(long version) {
        return version >= log.version() || !log.state().entries(version, 1).isEmpty();
    }

    /** What is pending in the highest view and not applied, in order. */
    private List<Batch> inherited(ViewRound own) {
        List<Batch> inherited = new ArrayList<>();
        if (mutant == LayeredMutant.DROP_INHERITED) {
            return inherited;
        }
        for (Batch batch : own.pending(majority)) {
            boolean isApplied = batch.transactions().stream()
                    .allMatch(transaction -> log.state().versionOf(transaction.id()) > 0);
            if (!isApplied) {
                inherited.add(batch);
            }
        }
        return inherited;
    }

    private LayeredMessage.Install install(
            ViewRound own, NodeId member, List<Batch> inherited, ReplicaContext context) {
        List<VersionEntry> missing =
                log.state().entries(own.prepared().get(member).version(), Integer.MAX_VALUE);
        return new LayeredMessage.Install(
                own.view, context.incarnation(), own.incarnations(), log.version(), missing, inherited);
    }

    private void acceptOwn(ViewRound own, List<Batch> inherited, ReplicaContext context) {
        membership.accept(own.view, inherited, context);
        journal.whenDurable(later -> installed(self, own.epoch, later), context);
    }

    void onInstalled(NodeId from, LayeredMessage.Installed installed, ReplicaContext context) {
        installed(from, installed.epoch(), context);
    }

    private void installed(NodeId by, long epoch, ReplicaContext context) {
        Optional<ViewRound> own = round(epoch);
        if (own.isPresent()) {
            own.get().installed.add(by);
            if (own.get().installed.containsAll(own.get().view.members())) {
                attempt = Optional.empty();
                membership.serve(context);
            }
        }
    }

    // What goes wrong.

    /** A peer could not do as asked: somebody else has begun a higher epoch, or has started anew. */
    void onRejected(LayeredMessage question, ReplicaContext context) {
        if (isOfRound(question)) {
            abandon(context);
        }
    }

    /** A question was not answered: ask again while it matters. */
    void onSilence(NodeId to, LayeredMessage question, ReplicaContext context) {
        if (isOfRound(question)) {
            ask(to, question, context);
        }
    }

    private boolean isOfRound(LayeredMessage question) {
        return question instanceof LayeredMessage.Prepare prepare
                        && round(prepare.epoch()).isPresent()
                || question instanceof LayeredMessage.Install install
                        && round(install.view().epoch()).isPresent();
    }
}
