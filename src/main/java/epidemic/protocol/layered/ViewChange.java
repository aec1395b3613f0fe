package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a core node that has just started becomes part of a view, and how the others let it in.
 *
 * <p>A node that has started is a learner: it may have forgotten what it acknowledged, so it acknowledges nothing. It
 * first fetches the versions it misses. Once all core nodes are present and all learners have caught up, the learner
 * with the lowest name coordinates:
 *
 * <ol>
 *   <li>{@code Prepare(epoch)} to all: each leaves its view and tells its version, entries and pending batches.
 *   <li>The new view begins with the longest log. All pending batches are inherited: they commit first, in their order.
 *   <li>{@code Install} to all; each holds the beginning. Holding it counts as the acknowledgement of the inherited.
 *   <li>When all have installed, the view serves.
 * </ol>
 *
 * <p>Every step is repeated until answered and may be repeated without harm. If the coordinator stops in the middle, it
 * comes back as a learner, so there is always a learner that begins again, under a higher epoch.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>What one member has applied is in the longest log; what one member holds is inherited: nothing confirmed is lost.
 *   <li>A member that has promised an epoch acknowledges and applies nothing of a lower one.
 *   <li>Epochs of different coordinators differ.
 * </ul>
 *
 * <p>Literature: B. Oki, B. Liskov, "Viewstamped Replication", PODC 1988, section 4 (view change); here with all members
 * instead of a majority.
 */
final class ViewChange {
    private static final int FETCH_VERSIONS = 5_000;

    private final NodeId self;
    private final List<NodeId> members;
    private final List<NodeId> peers;
    private final long retryNanos;
    private final PeerWatch watch;
    private final TotalOrder order;
    private final CoreLog log;
    private final LayeredMutant mutant;
    private final int membersNeeded;

    private Phase phase = Phase.LEARNER;
    private long promised;
    private long epoch;
    private boolean fetching;
    private Optional<Round> round = Optional.empty();

    /** The own attempt to bring about a view. */
    private static final class Round {
        private final long epoch;
        private final Map<NodeId, LayeredMessage.Prepared> prepared = new TreeMap<>();
        private final TreeSet<NodeId> installed = new TreeSet<>();
        private boolean installing;

        private Round(long epoch) {
            this.epoch = epoch;
        }
    }

    ViewChange(NodeId self, LayeredConfig config, PeerWatch watch, TotalOrder order, CoreLog log) {
        this.self = self;
        this.members = LayeredTopology.CORE;
        this.peers = new ArrayList<>(members);
        this.peers.remove(self);
        this.retryNanos = config.core().retryInterval().toNanos();
        this.watch = watch;
        this.order = order;
        this.log = log;
        this.mutant = config.mutant();
        this.membersNeeded = members.size() - (mutant == LayeredMutant.VIEW_OF_MAJORITY ? 1 : 0);
    }

    Phase phase() {
        return phase;
    }

    long promised() {
        return promised;
    }

    /** The installed epoch, 0 for none. */
    long epoch() {
        return epoch;
    }

    boolean isServing() {
        return phase == Phase.SERVING;
    }

    /** Does what can be done now towards a view. To be called whenever something was heard or time has passed. */
    void pursue(ReplicaContext context) {
        if (phase != Phase.LEARNER
                || round.isPresent()
                || fetching
                || watch.away().size() > members.size() - membersNeeded) {
            return;
        }
        NodeId ahead = watch.mostAdvanced(self, log.version());
        if (!ahead.equals(self)) {
            fetching = true;
            context.ask(ahead, new LayeredMessage.FetchVersions(log.version(), FETCH_VERSIONS), retryNanos);
        } else if (isFirstLearner() && watch.lowestLearnerVersion(log.version()) == log.version()) {
            begin(context);
        }
    }

    private boolean isFirstLearner() {
        List<NodeId> learners = watch.learners();
        return learners.isEmpty() || self.compareTo(learners.get(0)) < 0;
    }

    private void begin(ReplicaContext context) {
        long highest = Math.max(promised, watch.highestEpoch());
        Round begun = new Round((highest / members.size() + 1) * members.size() + members.indexOf(self));
        round = Optional.of(begun);
        promised = begun.epoch;
        begun.prepared.put(self, promise(begun.epoch, log.version(), context));
        for (NodeId peer : peers) {
            context.ask(peer, new LayeredMessage.Prepare(begun.epoch, log.version()), retryNanos);
        }
        decideIfAllPrepared(begun, context);
    }

    private LayeredMessage.Prepared promise(long newEpoch, long afterVersion, ReplicaContext context) {
        List<VersionEntry> entries = log.state().entries(afterVersion, Integer.MAX_VALUE);
        return new LayeredMessage.Prepared(newEpoch, context.incarnation(), log.version(), entries, order.pending());
    }

    /** A peer coordinates. */
    void onPrepare(Handle.Asker asker, LayeredMessage.Prepare prepare, ReplicaContext context) {
        if (prepare.epoch() < promised || prepare.epoch() <= epoch) {
            context.answer(asker, new LayeredMessage.Rejected(promised));
            return;
        }
        promised = prepare.epoch();
        round = round.filter(own -> own.epoch >= promised);
        if (phase != Phase.LEARNER) {
            phase = Phase.PROMISED;
        }
        context.answer(asker, promise(prepare.epoch(), prepare.version(), context));
    }

    void onPrepared(NodeId from, LayeredMessage.Prepared prepared, ReplicaContext context) {
        Optional<Round> current = round.filter(own -> own.epoch == prepared.epoch() && !own.installing);
        if (current.isPresent()) {
            current.get().prepared.put(from, prepared);
            decideIfAllPrepared(current.get(), context);
        }
    }

    private void decideIfAllPrepared(Round current, ReplicaContext context) {
        if (current.prepared.size() < membersNeeded) {
            return;
        }
        long longest = log.version();
        for (LayeredMessage.Prepared prepared : current.prepared.values()) {
            log.catchUp(prepared.entries(), context);
            longest = Math.max(longest, prepared.version());
        }
        if (log.version() < longest) {
            round = Optional.empty();
            return;
        }
        current.installing = true;
        List<Batch> inherited = inherited(current);
        installHere(current.epoch, inherited);
        current.installed.add(self);
        Map<NodeId, Long> incarnations = new TreeMap<>();
        current.prepared.forEach((member, prepared) -> incarnations.put(member, prepared.incarnation()));
        List<NodeId> others = new ArrayList<>(current.prepared.keySet());
        others.remove(self);
        for (NodeId peer : others) {
            List<VersionEntry> missing =
                    log.state().entries(current.prepared.get(peer).version(), Integer.MAX_VALUE);
            context.ask(
                    peer,
                    new LayeredMessage.Install(current.epoch, incarnations, log.version(), missing, inherited),
                    retryNanos);
        }
        serveIfAllInstalled(current, context);
    }

    /** Everything that any member holds and nobody has applied, in the order of stamps. */
    private List<Batch> inherited(Round current) {
        TreeSet<Batch> held = new TreeSet<>();
        current.prepared.values().forEach(prepared -> held.addAll(prepared.pending()));
        List<Batch> inherited = new ArrayList<>();
        if (mutant == LayeredMutant.DROP_INHERITED) {
            return inherited;
        }
        for (Batch batch : held) {
            boolean isApplied = batch.transactions().stream()
                    .allMatch(transaction -> log.state().versionOf(transaction.id()) > 0);
            if (!isApplied) {
                inherited.add(batch);
            }
        }
        return inherited;
    }

    private void installHere(long newEpoch, List<Batch> inherited) {
        promised = newEpoch;
        epoch = newEpoch;
        phase = Phase.INSTALLED;
        order.reset(newEpoch, inherited);
    }

    /** The coordinator sends the beginning of a view. */
    void onInstall(Handle.Asker asker, LayeredMessage.Install install, ReplicaContext context) {
        boolean isOfThisLife = install.incarnations().get(self) == context.incarnation();
        if (!isOfThisLife || install.epoch() < promised) {
            context.answer(asker, new LayeredMessage.Rejected(promised));
            return;
        }
        if (epoch < install.epoch()) {
            log.catchUp(install.entries(), context);
            if (log.version() != install.version()) {
                context.answer(asker, new LayeredMessage.Rejected(promised));
                return;
            }
            installHere(install.epoch(), install.inherited());
        }
        context.answer(asker, new LayeredMessage.Installed(install.epoch()));
    }

    void onInstalled(NodeId from, LayeredMessage.Installed installed, ReplicaContext context) {
        Optional<Round> current = round.filter(own -> own.epoch == installed.epoch());
        if (current.isPresent()) {
            current.get().installed.add(from);
            serveIfAllInstalled(current.get(), context);
        }
    }

    private void serveIfAllInstalled(Round current, ReplicaContext context) {
        if (current.installed.size() >= membersNeeded) {
            round = Optional.empty();
            serve(context);
        }
    }

    /** A member of this epoch serves, so all have installed it. */
    void othersServe(long servedEpoch, ReplicaContext context) {
        if (phase == Phase.INSTALLED && servedEpoch == epoch) {
            serve(context);
        }
    }

    private void serve(ReplicaContext context) {
        phase = Phase.SERVING;
        order.releaseInherited();
        context.observe(new Observation(
                "view-installed", "view of epoch " + epoch + " with A1, A2, A3 serves from version " + log.version()));
    }

    /** A peer could not do as asked: somebody else has begun a higher epoch, or has started anew. */
    void onRejected(LayeredMessage question, LayeredMessage.Rejected rejected) {
        if (question instanceof LayeredMessage.Prepare prepare) {
            abandon(prepare.epoch());
        } else if (question instanceof LayeredMessage.Install install) {
            abandon(install.epoch());
        }
        promised = phase == Phase.LEARNER ? Math.max(promised, rejected.promised()) : promised;
    }

    private void abandon(long abandonedEpoch) {
        round = round.filter(own -> own.epoch != abandonedEpoch);
    }

    void onVersionsFetched(LayeredMessage.VersionsFetched fetched, ReplicaContext context) {
        fetching = false;
        if (phase == Phase.LEARNER) {
            log.catchUp(fetched.entries(), context);
        }
    }

    /** A question of a view change was not answered: ask again while it matters. */
    void onSilence(NodeId to, LayeredMessage question, ReplicaContext context) {
        if (question instanceof LayeredMessage.FetchVersions) {
            fetching = false;
        } else if (question instanceof LayeredMessage.Prepare prepare) {
            round.filter(own -> own.epoch == prepare.epoch()).ifPresent(own -> context.ask(to, question, retryNanos));
        } else if (question instanceof LayeredMessage.Install install) {
            round.filter(own -> own.epoch == install.epoch()).ifPresent(own -> context.ask(to, question, retryNanos));
        }
    }
}
