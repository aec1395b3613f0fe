package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who takes part in the core: how views begin and end.
 *
 * <p>A view is an epoch and its members. One node coordinates: of those that serve the lowest name, or else of those that
 * have not forgotten anything.
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
 * ends the attempt; the next one has a higher epoch.
 *
 * <p>A node that has started without a journal it can trust is a learner: it may have forgotten what it said, so it
 * promises nothing. It fetches the versions it misses, and becomes a member when a view includes it. If too few nodes can
 * promise, a view needs the answers of all.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A confirmed update is on the disks of all members of its view; each later view has a promise of one of them, so it
 *       is applied or inherited there.
 *   <li>A member that has promised an epoch acknowledges and applies nothing of a lower one, also after a restart.
 *   <li>Epochs of different coordinators differ.
 * </ul>
 *
 * <p>Literature: B. Oki, B. Liskov, "Viewstamped Replication", PODC 1988, section 4; L. Lamport, D. Malkhi, L. Zhou,
 * "Vertical Paxos and Primary-Backup Replication", PODC 2009 (members all hold what is confirmed, a majority of the
 * configured ones decides on the next members).
 */
final class ViewChange {
    /** How far behind a learner may be that is let in; it gets the rest with the view's beginning. */
    private static final long JOIN_LAG = 5_000;

    private static final int FETCH_VERSIONS = 5_000;
    private static final TimerKey LEASES_OVER = new TimerKey("leases-over");

    // Identity and configuration.
    private final NodeId self;
    private final List<NodeId> configured;
    private final List<NodeId> peers;
    private final LayeredConfig.Core config;
    private final LayeredMutant mutant;

    // What it decides about.
    private final PeerWatch watch;
    private final TotalOrder order;
    private final CoreLog log;
    private final CoreJournal journal;
    private final Leases leases;

    // Where the node stands.
    private Phase phase = Phase.LEARNER;
    private View view = View.NONE;
    private CoreRecord.Promised promised = new CoreRecord.Promised(0, 0);
    private Optional<ViewRound> round = Optional.empty();
    private boolean fetching;
    private long quietUntilNanos;
    private long othersEpoch;

    ViewChange(
            NodeId self,
            LayeredConfig config,
            PeerWatch watch,
            TotalOrder order,
            CoreLog log,
            CoreJournal journal,
            Leases leases) {
        this.self = self;
        this.configured = LayeredTopology.CORE;
        this.peers = new ArrayList<>(configured);
        this.peers.remove(self);
        this.config = config.core();
        this.mutant = config.mutant();
        this.watch = watch;
        this.order = order;
        this.log = log;
        this.journal = journal;
        this.leases = leases;
    }

    /** The life begins with what the journal has. */
    void start(ReplicaContext context) {
        promised = journal.promised();
        view = journal.accepted();
        order.reset(view, journal.recovered());
        phase = context.isSynced() && journal.isFound() ? Phase.PROMISED : Phase.LEARNER;
        quietUntilNanos = context.nowNanos();
        leases.start(peers, context.nowNanos());
    }

    Phase phase() {
        return phase;
    }

    /** The highest epoch that was promised. */
    long promised() {
        return promised.epoch();
    }

    /** The view that was accepted last; {@link View#NONE} before the first. */
    View view() {
        return view;
    }

    /** The epoch of {@link #view}. */
    long epoch() {
        return view.epoch();
    }

    boolean isServing() {
        return phase == Phase.SERVING;
    }

    /** Whether the node has accepted its view and promised no other. */
    boolean isInView() {
        return phase == Phase.SERVING || phase == Phase.INSTALLED;
    }

    private int majority() {
        return mutant == LayeredMutant.VIEW_OF_MINORITY ? 1 : configured.size() / 2 + 1;
    }

    // Coordination.

    /** Does what can be done now towards a view. To be called whenever something was heard or time has passed. */
    void pursue(ReplicaContext context) {
        fetchIfBehind(context);
        leaveOthersTheirTurn(context);
        if (round.isPresent()) {
            pursue(round.get(), context);
        } else if (context.nowNanos() >= quietUntilNanos && isWanted() && isPossible() && isOwnTurn()) {
            begin(context);
        }
    }

    /** Somebody has promised a higher epoch: its coordinator's question is on its way. */
    private void leaveOthersTheirTurn(ReplicaContext context) {
        long highest = watch.highestEpoch();
        if (highest > Math.max(othersEpoch, promised.epoch())) {
            othersEpoch = highest;
            quietUntilNanos = context.nowNanos() + config.ackTimeout().toNanos();
        }
    }

    private boolean isWanted() {
        if (phase != Phase.SERVING) {
            return true;
        }
        boolean joins = false;
        for (NodeId peer : watch.connected()) {
            joins = joins || isOutside(peer) && watch.last(peer).version() >= log.version() - JOIN_LAG;
        }
        boolean leaves = config.reconfigures() && anyAway(view.members());
        return joins || leaves;
    }

    private boolean isOutside(NodeId peer) {
        LayeredMessage.Heartbeat last = watch.last(peer);
        return last.epoch() != view.epoch() || last.phase() == Phase.PROMISED || last.phase() == Phase.LEARNER;
    }

    private boolean anyAway(List<NodeId> members) {
        for (NodeId member : members) {
            if (!member.equals(self) && watch.isAway(member)) {
                return true;
            }
        }
        return false;
    }

    private boolean isPossible() {
        List<NodeId> connected = watch.connected();
        return connected.size() == peers.size()
                || config.reconfigures() && mindful(connected).size() >= majority();
    }

    /** Those that can promise: not learners. */
    private List<NodeId> mindful(List<NodeId> connected) {
        List<NodeId> mindful = new ArrayList<>();
        if (phase != Phase.LEARNER) {
            mindful.add(self);
        }
        for (NodeId peer : connected) {
            if (watch.last(peer).phase() != Phase.LEARNER) {
                mindful.add(peer);
            }
        }
        return mindful;
    }

    private boolean isOwnTurn() {
        List<NodeId> connected = watch.connected();
        List<NodeId> candidates = serving(connected);
        if (candidates.isEmpty()) {
            candidates = mindful(connected);
        }
        boolean allLearn = candidates.size() < majority() && serving(connected).isEmpty();
        if (allLearn) {
            candidates = new ArrayList<>(connected);
            candidates.add(self);
        }
        boolean isFirst =
                candidates.contains(self) && candidates.stream().allMatch(candidate -> self.compareTo(candidate) <= 0);
        return isFirst && (isServing() || watch.mostAdvanced(log.version()).equals(self));
    }

    /** Those that serve the highest epoch. */
    private List<NodeId> serving(List<NodeId> connected) {
        long highest = isServing() ? view.epoch() : 0;
        for (NodeId peer : connected) {
            LayeredMessage.Heartbeat last = watch.last(peer);
            highest = last.phase() == Phase.SERVING ? Math.max(highest, last.epoch()) : highest;
        }
        List<NodeId> serving = new ArrayList<>();
        if (isServing() && view.epoch() == highest) {
            serving.add(self);
        }
        for (NodeId peer : connected) {
            LayeredMessage.Heartbeat last = watch.last(peer);
            if (last.phase() == Phase.SERVING && last.epoch() == highest) {
                serving.add(peer);
            }
        }
        return serving;
    }

    private void begin(ReplicaContext context) {
        long highest = Math.max(promised.epoch(), watch.highestEpoch());
        long epoch = (highest / configured.size() + 1) * configured.size() + configured.indexOf(self);
        ViewRound begun = new ViewRound(epoch);
        promise(new CoreRecord.Promised(epoch, context.incarnation()), context);
        round = Optional.of(begun);
        journal.whenDurable(later -> prepareAll(begun, later), context);
    }

    private void prepareAll(ViewRound begun, ReplicaContext context) {
        if (!isCurrent(begun)) {
            return;
        }
        begun.step = ViewRound.Step.PREPARING;
        begun.prepared(self, state(log.version(), context), context.nowNanos());
        for (NodeId peer : watch.present()) {
            begun.asked.add(peer);
            ask(peer, new LayeredMessage.Prepare(begun.epoch, context.incarnation(), log.version()), context);
        }
        pursue(begun, context);
    }

    private boolean isCurrent(ViewRound candidate) {
        return round.filter(current -> current == candidate).isPresent();
    }

    private void ask(NodeId peer, LayeredMessage question, ReplicaContext context) {
        context.ask(peer, question, config.retryInterval().toNanos());
    }

    private void pursue(ViewRound current, ReplicaContext context) {
        if (current.step == ViewRound.Step.PREPARING && haveAnswered(current)) {
            if (!isEnough(current)) {
                abandon(context);
            } else if (current.leaseNanos(context.nowNanos()) > 0 && mutant != LayeredMutant.IGNORE_LEASES) {
                context.setTimer(LEASES_OVER, current.leaseNanos(context.nowNanos()));
            } else {
                decide(current, context);
            }
        } else if (current.step == ViewRound.Step.INSTALLING && anyAway(current.view.members())) {
            abandon(context);
        }
    }

    private boolean haveAnswered(ViewRound current) {
        for (NodeId peer : current.asked) {
            if (!current.hasAnswered(peer) && watch.isConnected(peer)) {
                return false;
            }
        }
        return true;
    }

    private boolean isEnough(ViewRound current) {
        return current.prepared().size() == configured.size()
                || config.reconfigures() && current.promises() >= majority();
    }

    private void abandon(ReplicaContext context) {
        round = Optional.empty();
        quietUntilNanos = context.nowNanos()
                + context.random().nextLong(config.retryInterval().toNanos() * configured.size());
    }

    private void decide(ViewRound current, ReplicaContext context) {
        current.prepared().values().forEach(said -> log.catchUp(said.entries(), context));
        List<NodeId> members = new ArrayList<>();
        current.prepared().forEach((node, said) -> {
            if (isCovered(said.version())) {
                members.add(node);
            }
        });
        boolean suffices = config.reconfigures() ? members.size() >= majority() : members.equals(configured);
        if (log.version() < current.longestVersion() || !suffices) {
            abandon(context);
            return;
        }
        current.step = ViewRound.Step.INSTALLING;
        current.view = new View(current.epoch, members);
        List<Batch> inherited = inherited(current);
        for (NodeId member : members) {
            if (!member.equals(self)) {
                ask(member, install(current, member, inherited, context), context);
            }
        }
        log.whenDurable(later -> acceptOwn(current, inherited, later), context);
    }

    private LayeredMessage.Install install(
            ViewRound current, NodeId member, List<Batch> inherited, ReplicaContext context) {
        List<VersionEntry> missing =
                log.state().entries(current.prepared().get(member).version(), Integer.MAX_VALUE);
        return new LayeredMessage.Install(
                current.view, context.incarnation(), current.incarnations(), log.version(), missing, inherited);
    }

    /** Whether the entries behind this version are in memory. */
    private boolean isCovered(long version) {
        return version >= log.version() || !log.state().entries(version, 1).isEmpty();
    }

    /** What is pending in the highest view and not applied, in order. */
    private List<Batch> inherited(ViewRound current) {
        List<Batch> inherited = new ArrayList<>();
        if (mutant == LayeredMutant.DROP_INHERITED) {
            return inherited;
        }
        for (Batch batch : current.pending(majority())) {
            boolean isApplied = batch.transactions().stream()
                    .allMatch(transaction -> log.state().versionOf(transaction.id()) > 0);
            if (!isApplied) {
                inherited.add(batch);
            }
        }
        return inherited;
    }

    private void acceptOwn(ViewRound current, List<Batch> inherited, ReplicaContext context) {
        if (isCurrent(current)) {
            accept(current.view, inherited, context);
            journal.whenDurable(later -> installed(self, current.epoch, later), context);
        }
    }

    void onPrepared(NodeId from, LayeredMessage.Prepared prepared, ReplicaContext context) {
        Optional<ViewRound> current =
                round.filter(own -> own.epoch == prepared.epoch() && own.step == ViewRound.Step.PREPARING);
        current.ifPresent(own -> own.prepared(from, prepared, context.nowNanos()));
    }

    void onInstalled(NodeId from, LayeredMessage.Installed installed, ReplicaContext context) {
        installed(from, installed.epoch(), context);
    }

    private void installed(NodeId by, long epoch, ReplicaContext context) {
        Optional<ViewRound> current = round.filter(own -> own.epoch == epoch);
        if (current.isPresent()) {
            current.get().installed.add(by);
            if (current.get().installed.containsAll(current.get().view.members())) {
                round = Optional.empty();
                serve(context);
            }
        }
    }

    /** A peer could not do as asked: somebody else has begun a higher epoch, or has started anew. */
    void onRejected(LayeredMessage question, ReplicaContext context) {
        boolean ofRound = question instanceof LayeredMessage.Prepare prepare && isOfRound(prepare.epoch())
                || question instanceof LayeredMessage.Install install
                        && isOfRound(install.view().epoch());
        if (ofRound) {
            abandon(context);
        }
    }

    private boolean isOfRound(long epoch) {
        return round.filter(own -> own.epoch == epoch).isPresent();
    }

    /** A question of a view change was not answered: ask again while it matters. */
    void onSilence(NodeId to, LayeredMessage question, ReplicaContext context) {
        if (question instanceof LayeredMessage.FetchVersions) {
            fetching = false;
        } else if (question instanceof LayeredMessage.Prepare prepare && isOfRound(prepare.epoch())
                || question instanceof LayeredMessage.Install install
                        && isOfRound(install.view().epoch())) {
            ask(to, question, context);
        }
    }

    // Taking part.

    private void promise(CoreRecord.Promised promise, ReplicaContext context) {
        promised = promise;
        round = Optional.empty();
        quietUntilNanos = context.nowNanos() + config.ackTimeout().toNanos();
        leases.drop();
        if (phase != Phase.LEARNER) {
            phase = Phase.PROMISED;
        }
        journal.promise(promise, context);
    }

    private LayeredMessage.Prepared state(long afterVersion, ReplicaContext context) {
        return new LayeredMessage.Prepared(
                promised.epoch(),
                context.incarnation(),
                phase != Phase.LEARNER || mutant == LayeredMutant.LEARNER_PROMISES,
                view.epoch(),
                log.version(),
                log.state().entries(afterVersion, Integer.MAX_VALUE),
                order.pending(),
                leases.granted(context.nowNanos()));
    }

    /** A peer coordinates. */
    void onPrepare(Handle.Asker asker, LayeredMessage.Prepare prepare, ReplicaContext context) {
        CoreRecord.Promised wanted = new CoreRecord.Promised(prepare.epoch(), prepare.coordinatorLife());
        boolean isLater = prepare.epoch() > promised.epoch() && prepare.epoch() > view.epoch();
        if (!isLater && !wanted.equals(promised)) {
            context.answer(asker, new LayeredMessage.Rejected(promised.epoch()));
            return;
        }
        if (isLater) {
            promise(wanted, context);
        }
        journal.whenDurable(later -> answerPrepared(asker, prepare, wanted, later), context);
    }

    private void answerPrepared(
            Handle.Asker asker, LayeredMessage.Prepare prepare, CoreRecord.Promised wanted, ReplicaContext context) {
        boolean holds = wanted.equals(promised) && view.epoch() < prepare.epoch();
        context.answer(asker, holds ? state(prepare.version(), context) : new LayeredMessage.Rejected(promised()));
    }

    /** The coordinator sends the beginning of a view. */
    void onInstall(Handle.Asker asker, LayeredMessage.Install install, ReplicaContext context) {
        if (!isAcceptable(install, context)) {
            context.answer(asker, new LayeredMessage.Rejected(promised.epoch()));
            return;
        }
        if (view.epoch() < install.view().epoch()) {
            log.catchUp(install.entries(), context);
        }
        log.whenDurable(later -> acceptIfStillAcceptable(asker, install, later), context);
    }

    private boolean isAcceptable(LayeredMessage.Install install, ReplicaContext context) {
        long epoch = install.view().epoch();
        boolean isOfThisLife = install.incarnations().get(self) == context.incarnation();
        boolean isPromised = promised.equals(new CoreRecord.Promised(epoch, install.coordinatorLife()));
        return isOfThisLife && (isPromised || view.epoch() == epoch && promised.epoch() == epoch);
    }

    private void acceptIfStillAcceptable(Handle.Asker asker, LayeredMessage.Install install, ReplicaContext context) {
        if (!isAcceptable(install, context) || log.version() < install.version()) {
            context.answer(asker, new LayeredMessage.Rejected(promised.epoch()));
            return;
        }
        if (view.epoch() < install.view().epoch()) {
            accept(install.view(), install.inherited(), context);
        }
        LayeredMessage.Installed answer =
                new LayeredMessage.Installed(install.view().epoch());
        journal.whenDurable(later -> later.answer(asker, answer), context);
    }

    private void accept(View accepted, List<Batch> inherited, ReplicaContext context) {
        view = accepted;
        promised = new CoreRecord.Promised(accepted.epoch(), 0);
        phase = Phase.INSTALLED;
        quietUntilNanos = context.nowNanos() + config.ackTimeout().toNanos();
        order.reset(accepted, inherited);
        journal.accept(accepted, inherited, context);
    }

    /** A member of this epoch serves, so all have accepted it. */
    void othersServe(long servedEpoch, ReplicaContext context) {
        if (phase == Phase.INSTALLED && servedEpoch == view.epoch()) {
            serve(context);
        }
    }

    private void serve(ReplicaContext context) {
        phase = Phase.SERVING;
        quietUntilNanos = context.nowNanos() + 3 * config.heartbeatInterval().toNanos();
        order.releaseInherited();
        context.observe(new Observation(
                "view-installed",
                "view of epoch " + view.epoch() + " with " + Availability.names(view.members())
                        + " serves from version " + log.version()));
    }

    /** A reader asks whether its view is still the newest. */
    void onConfirm(Handle.Asker asker, LayeredMessage.Confirm confirm, ReplicaContext context) {
        boolean holds = isInView() && view.epoch() == confirm.epoch();
        context.answer(
                asker,
                holds
                        ? new LayeredMessage.Confirmed(confirm.epoch(), confirm.round())
                        : new LayeredMessage.Rejected(promised.epoch()));
    }

    // Catching up.

    private void fetchIfBehind(ReplicaContext context) {
        boolean isStuck = !isServing() && context.nowNanos() >= quietUntilNanos;
        boolean isOut = phase == Phase.LEARNER || phase == Phase.PROMISED && watch.anyIn(Phase.SERVING) || isStuck;
        NodeId ahead = isOut && !fetching ? watch.mostAdvanced(log.version()) : self;
        if (!ahead.equals(self)) {
            fetching = true;
            ask(ahead, new LayeredMessage.FetchVersions(log.version(), FETCH_VERSIONS), context);
        }
    }

    void onVersionsFetched(LayeredMessage.VersionsFetched fetched, ReplicaContext context) {
        fetching = false;
        if (!isServing()) {
            log.catchUp(fetched.entries(), context);
        }
    }
}
