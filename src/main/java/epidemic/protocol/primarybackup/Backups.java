package epidemic.protocol.primarybackup;

import epidemic.kernel.Detail;
import epidemic.kernel.Invariants;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupConfig.Mode;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicate;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The other nodes as a primary sees them: sends them what they miss, counts what they have. */
final class Backups {
    /** Of keys and values in a message; a single larger update is a message of its own. */
    static final long MESSAGE_CHARACTERS_MAX = 262_144;

    private final NodeId self;
    private final PrimaryBackupConfig config;
    private final Ledger ledger;
    private final Statistics statistics;
    private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
    private Map<NodeId, Long> admitted = Collections.emptyMap();
    private Arrivals arrivals;
    private long epoch;
    private boolean isBeatDue;
    private long round;

    Backups(NodeId self, PrimaryBackupConfig config, Ledger ledger, Statistics statistics) {
        this.self = self;
        this.config = config;
        this.ledger = ledger;
        this.statistics = statistics;
        this.arrivals = new Arrivals(config.timing().leaveOutAfter().toNanos());
    }

    /** An epoch of this node's begins. Whom it has left out in the one before stays left out until it is in step. */
    void begin(long newEpoch, Map<NodeId, Long> lives, long nowNanos) {
        epoch = newEpoch;
        admitted = lives;
        isBeatDue = true;
        arrivals = new Arrivals(config.timing().leaveOutAfter().toNanos());
        for (NodeId node : config.nodes()) {
            if (!node.equals(self)) {
                Peer before = peers.get(node);
                peers.put(node, new Peer(node, nowNanos, before != null && before.isLeftOut()));
            }
        }
    }

    /** The epoch is over. */
    void end() {
        peers.clear();
    }

    // What they have.

    /** The newest version that may be confirmed now. */
    long committable() {
        long own = ledger.heldDurable();
        boolean isAlone = config.mutant() == PrimaryBackupMutant.SYNC_ANSWERS_EARLY;
        if (config.mode() == Mode.ASYNC || config.nodes().size() == 1 || isAlone) {
            return own;
        }
        List<Long> counted = new ArrayList<>();
        counted.add(own);
        long least = Long.MAX_VALUE;
        for (Peer peer : peers.values()) {
            counted.add(peer.counted());
            least = peer.isLeftOut() ? least : Math.min(least, peer.counted());
        }
        counted.sort(Collections.reverseOrder());
        if (config.mode() == Mode.SEMI_SYNC) {
            return Math.min(own, counted.get(1));
        }
        return Math.min(own, Math.min(least, counted.get(config.majority() - 1)));
    }

    boolean hasConfirmed(long round) {
        int count = 1;
        for (Peer peer : peers.values()) {
            count += peer.hasConfirmed(round) ? 1 : 0;
        }
        return count >= config.majority();
    }

    boolean hasQuorum(long nowNanos) {
        long most = config.timing().suspectAfter().toNanos();
        int count = 1;
        for (Peer peer : peers.values()) {
            count += peer.isThere(nowNanos, most) || isNew(peer, nowNanos, most) ? 1 : 0;
        }
        return count >= config.majority();
    }

    /** At an epoch's beginning nobody has answered yet. */
    private static boolean isNew(Peer peer, long nowNanos, long most) {
        return !peer.isInStep() && !peer.isDiverged() && peer.isHeard(nowNanos, most);
    }

    /** Whether all are there, and one of them may have forgotten what it had said. */
    boolean wantsAdmission(long nowNanos) {
        long most = config.timing().suspectAfter().toNanos();
        boolean isWanted = false;
        for (Peer peer : peers.values()) {
            if (!peer.isHeard(nowNanos, most) || peer.isDiverged()) {
                return false;
            }
            isWanted |= peer.isLearning();
        }
        return isWanted;
    }

    // What they are told.

    /** Sends to each that is free what it misses, or a beat if one is due. */
    void send(long newestRound, ReplicaContext context) {
        round = newestRound;
        long sendable = sendable();
        for (Peer peer : peers.values()) {
            if (!peer.isBusy() && (isBeatDue || peer.hasNews(sendable, ledger.version(), round))) {
                send(peer, sendable, context);
            }
        }
        isBeatDue = false;
    }

    private long sendable() {
        // Without promotion, and with ASYNC, the next primary may have to be this node with what its disk has.
        boolean mayLead = config.mode() != Mode.ASYNC && config.promotion();
        return mayLead ? ledger.end() : ledger.heldDurable();
    }

    private void send(Peer peer, long sendable, ReplicaContext context) {
        Optional<List<VersionEntry>> entries =
                peer.takesUpdates() ? ledger.entries(peer.next(), sendable) : Optional.of(List.of());
        if (entries.isPresent()) {
            ask(peer, entries.get(), context);
        } else {
            peer.loading();
            context.load(peer.next(), config.limits().batchMaxUpdates());
        }
    }

    private void ask(Peer peer, List<VersionEntry> found, ReplicaContext context) {
        List<VersionEntry> entries = fitting(found);
        Replicate question = new Replicate(
                epoch,
                round,
                peer.isInStep() ? List.of() : ledger.lineage(),
                peer.next(),
                entries,
                ledger.version(),
                admitted.getOrDefault(peer.node, 0L));
        if (!entries.isEmpty()) {
            statistics.replicationSent();
        }
        peer.asked(peer.next() + entries.size(), round, ledger.version());
        if (config.mutant() == PrimaryBackupMutant.LAG_SAYS_ZERO && peer.isInStep()) {
            peer.believe(peer.next() + entries.size());
        }
        context.ask(peer.node, question, config.timing().retryInterval().toNanos());
    }

    /** The first of them, so that a message does not become too large; one at least. */
    private static List<VersionEntry> fitting(List<VersionEntry> entries) {
        long characters = 0;
        for (int index = 0; index < entries.size(); index++) {
            for (Operation.Change change : entries.get(index).writes()) {
                characters += change.key().length() + change.value().length();
            }
            if (characters > MESSAGE_CHARACTERS_MAX && index > 0) {
                return entries.subList(0, index);
            }
        }
        return entries;
    }

    /** What was read from the own log, which has all versions: {@link PrimaryBackupStrategy#kept}. */
    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        Invariants.check(!entries.isEmpty(), "the log of %s has nothing behind version %d", self, afterVersion);
        for (Peer peer : peers.values()) {
            if (peer.isLoading(afterVersion)) {
                peer.loaded();
                ask(peer, entries, context);
            }
        }
    }

    void onReplicated(NodeId from, Replicate question, Replicated answer, ReplicaContext context) {
        Peer peer = peers.get(from);
        if (peer == null || question.epoch() != epoch) {
            return;
        }
        if (!question.entries().isEmpty()) {
            statistics.ackReceived();
        }
        long believed = peer.held();
        peer.heard(answer, question.round(), context.nowNanos());
        if (config.mutant() == PrimaryBackupMutant.LAG_SAYS_ZERO && peer.isInStep()) {
            peer.believe(believed);
        }
        if (peer.counted() >= ledger.version() && peer.isInStep() && !peer.isLearning()) {
            peer.inStep(context.nowNanos());
            if (peer.counted() >= arrivals.overdue()) {
                takeIn(peer, context);
            }
        }
    }

    void onSilence(NodeId to, Replicate question) {
        Peer peer = peers.get(to);
        if (peer != null && question.epoch() == epoch) {
            peer.silent();
        }
    }

    /**
     * A beat: everybody is asked again, and with SYNC who is out of step for too long is left out; so is who answers but
     * whose disk has not said to have an update for so long.
     */
    void tick(long nowNanos, ReplicaContext context) {
        isBeatDue = true;
        arrivals.note(sendable(), nowNanos);
        long most = config.timing().leaveOutAfter().toNanos();
        for (Peer peer : peers.values()) {
            peer.beat();
            if (config.mode() == Mode.SYNC && most > 0 && !peer.isLeftOut()) {
                if (peer.isOutOfStep(nowNanos, most)) {
                    leaveOut(peer, "it is silent or behind", context);
                } else if (peer.counted() < arrivals.overdue()) {
                    leaveOut(peer, "its disk has not said to have version " + (peer.counted() + 1), context);
                }
            }
        }
    }

    private static void leaveOut(Peer peer, String why, ReplicaContext context) {
        peer.leaveOut(true);
        context.observe(new Observation("left-out", "does not wait for " + peer.node + " any more: " + why));
    }

    private static void takeIn(Peer peer, ReplicaContext context) {
        if (peer.isLeftOut()) {
            peer.leaveOut(false);
            context.observe(new Observation("taken-in", "waits for " + peer.node + " again"));
        }
    }

    // For people.

    /** This node and the backups that count now, in their order. */
    List<NodeId> members() {
        List<NodeId> members = new ArrayList<>();
        for (NodeId node : config.nodes()) {
            Peer peer = peers.get(node);
            if (node.equals(self) || peer != null && peer.isInStep() && !peer.isLeftOut()) {
                members.add(node);
            }
        }
        return members;
    }

    List<ReplicaView.Feed> feeds() {
        List<ReplicaView.Feed> feeds = new ArrayList<>();
        for (Peer peer : peers.values()) {
            feeds.add(new ReplicaView.Feed(
                    peer.node,
                    peer.held(),
                    !peer.isDiverged() && (peer.next() > peer.held() || peer.next() < ledger.end()),
                    Optional.empty(),
                    Optional.empty()));
        }
        return feeds;
    }

    /** For each node that is fed from here how many updates it is behind this one: {@link Peer#lag}. */
    List<Detail> lags() {
        List<Detail> lags = new ArrayList<>();
        for (Peer peer : peers.values()) {
            lags.add(Detail.count("lag", peer.lag(ledger.end())).about(peer.node));
        }
        return lags;
    }

    /** Whom SYNC does not wait for, for people. */
    List<NodeId> leftOut() {
        List<NodeId> out = new ArrayList<>();
        peers.values().stream().filter(Peer::isLeftOut).forEach(peer -> out.add(peer.node));
        return out;
    }
}
