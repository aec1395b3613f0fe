package epidemic.protocol.replicatedlog;

import epidemic.kernel.Detail;
import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.model.lineage.DigestChain;
import epidemic.model.store.VersionedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The master: gives each message its id, brings it to the secondaries and tells its client when enough nodes hold it.
 * Confined to one turn at a time.
 */
final class MasterReplica implements Replica {
    private static final TimerKey TICK = new TimerKey("health");
    private static final NodeId SELF = ReplicatedLogTopology.MASTER;

    private final ReplicatedLogConfig config;
    /** The messages that are on the disk. */
    private final VersionedState state;

    private final DigestChain chain = new DigestChain();

    private final Appends appends;
    private final Waiters waiters;
    private final SessionWaits reads;
    private final List<Feed> feeds = new ArrayList<>();
    private long epoch;
    private boolean hadQuorum;
    /** Why no message can be appended until the master starts again; empty if it can. */
    private String damage = "";

    MasterReplica(ReplicatedLogConfig config) {
        this.config = config;
        this.state = new VersionedState(config.historyWindow(), config.idleClientsMax());
        this.waiters = new Waiters(SELF, config.nodes(), config.waitingMax());
        this.appends = new Appends(config, state, chain, waiters);
        this.reads = new SessionWaits(SELF, 0, config, state);
        for (NodeId secondary : ReplicatedLogTopology.secondaries(config.secondaries())) {
            feeds.add(new Feed(secondary, config, chain));
        }
    }

    // Life.

    @Override
    public void recover(VersionEntry entry) {
        appends.recover(entry);
    }

    @Override
    public void onStart(ReplicaContext context) {
        epoch = context.incarnation();
        context.setTimer(TICK, config.health().interval().toNanos());
    }

    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        if (key.equals(TICK)) {
            feeds.forEach(feed -> feed.tick(context));
            context.setTimer(TICK, config.health().interval().toNanos());
        }
        for (Feed feed : feeds) {
            if (key.equals(feed.retry())) {
                feed.retryNow(context);
            }
        }
    }

    // Clients.

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.isUpdate()) {
            appends.request(client, transaction, whyReadOnly(), context);
        } else {
            reads.read(client, transaction, context);
        }
    }

    @Override
    public void onClientGone(Handle.Client client, ReplicaContext context) {
        waiters.leave(client, context);
    }

    /** The nodes that count for a quorum: the master and the secondaries that are not unhealthy, and of its log. */
    private int present() {
        int present = 1;
        for (Feed feed : feeds) {
            present += feed.isPresent() ? 1 : 0;
        }
        return present;
    }

    private boolean hasQuorum() {
        return present() >= quorum();
    }

    private int quorum() {
        return switch (config.mutant()) {
            case HALF_IS_QUORUM -> (config.nodes() + 1) / 2;
            case IGNORES_QUORUM -> 0;
            default -> config.nodes() / 2 + 1;
        };
    }

    private Optional<Appends.ReadOnly> whyReadOnly() {
        if (!damage.isEmpty()) {
            return Optional.of(new Appends.ReadOnly(Outcome.Reason.NOT_SERVING, damage));
        }
        return hasQuorum() ? Optional.empty() : Optional.of(new Appends.ReadOnly(Outcome.Reason.NO_QUORUM, noQuorum()));
    }

    private String noQuorum() {
        List<String> unhealthy = new ArrayList<>();
        for (Feed feed : feeds) {
            if (feed.health() == Health.UNHEALTHY) {
                unhealthy.add(feed.node().name());
            }
        }
        String silent = unhealthy.isEmpty() ? "" : " (not heard of: " + String.join(", ", unhealthy) + ")";
        return "the master is read-only: there is no quorum, " + present() + " of " + config.nodes()
                + " nodes are there" + silent
                + others().map(text -> "; " + text).orElse("");
    }

    /** Which secondaries are of another log, for people. */
    private Optional<String> others() {
        List<String> others = new ArrayList<>();
        for (Feed feed : feeds) {
            if (feed.isOfAnotherLog()) {
                others.add(feed.node().name());
            }
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of((others.size() == 1 ? "the log of " : "the logs of ") + String.join(", ", others)
                        + (others.size() == 1 ? " is another one" : " are others") + " than the master's: one of"
                        + " them comes from elsewhere or lost its disk."
                        + " Give the master its disk back, or empty those that differ");
    }

    // Secondaries.

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        if (!(message instanceof ReplicatedLogMessage.Heartbeat heartbeat)) {
            throw Invariants.unhandled("the master", message);
        }
        heard(feedOf(from), heartbeat);
        feedOf(from).heard(heartbeat, context);
    }

    /** The master's disk was lost, or holds less than it once confirmed: to go on would give ids a second time. */
    private void heard(Feed feed, ReplicatedLogMessage.Position position) {
        boolean isLooking = damage.isEmpty() && config.mutant() != ReplicatedLogMutant.MASTER_REUSES_IDS;
        if (isLooking && position.durable() > state.version()) {
            damage = "the master takes no messages: " + feed.node() + " holds " + position.durable()
                    + " messages, the master's own log only " + state.version()
                    + "; it has lost its disk. Give it back, or empty all nodes; or that node"
                    + " comes from elsewhere: empty it and start the master again";
        }
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        throw Invariants.unhandled("the master", question);
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        ReplicatedLogMessage.Push push = (ReplicatedLogMessage.Push) question;
        Feed feed = feedOf(from);
        heard(feed, (ReplicatedLogMessage.Position) answer);
        if (answer instanceof ReplicatedLogMessage.Held held) {
            feed.held(push, held, context);
        } else {
            feed.heard((ReplicatedLogMessage.Position) answer, context);
            feed.failed(push, context);
        }
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        feedOf(to).failed((ReplicatedLogMessage.Push) question, context);
    }

    private Feed feedOf(NodeId secondary) {
        for (Feed feed : feeds) {
            if (feed.node().equals(secondary)) {
                return feed;
            }
        }
        throw new Invariants.Violation("the master hears " + secondary + ", which is no secondary");
    }

    // The log.

    @Override
    public void onDurable(long version, ReplicaContext context) {
        appends.durable(version);
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        feeds.forEach(feed -> feed.loaded(afterVersion, entries, context));
    }

    @Override
    public void onBatchEnd(ReplicaContext context) {
        if (damage.isEmpty()) {
            feeds.forEach(feed -> feed.push(state, state.version(), context));
        }
        waiters.release(heldBy(), context);
        reads.settle("", context);
        if (hasQuorum() != hadQuorum) {
            hadQuorum = hasQuorum();
            context.observe(new Observation("quorum", hadQuorum ? "there is a quorum" : noQuorum()));
        }
    }

    /** Index w - 1: the newest id that w nodes hold on their disks, the master being one of them. */
    private long[] heldBy() {
        List<Long> newest = new ArrayList<>();
        for (Feed feed : feeds) {
            newest.add(feed.acknowledged());
            if (config.mutant() == ReplicatedLogMutant.COUNT_ACKS_TWICE) {
                newest.add(feed.acknowledgedAgain());
            }
        }
        newest.sort((first, second) -> Long.compare(second, first));
        long[] heldBy = new long[config.nodes()];
        heldBy[0] = appends.durable();
        for (int index = 1; index < heldBy.length; index++) {
            heldBy[index] = Math.min(heldBy[0], newest.get(index - 1));
        }
        return heldBy;
    }

    // Views.

    @Override
    public ReplicaView view(long nowNanos) {
        Optional<Appends.ReadOnly> why = whyReadOnly();
        return new ReplicaView(
                        "master",
                        state.version(),
                        waiters.size(),
                        epoch,
                        List.of(),
                        why.isEmpty(),
                        why.map(Appends.ReadOnly::message).or(this::others).orElse(""),
                        feeds.stream().map(Feed::view).toList())
                .with(details());
    }

    private List<Detail> details() {
        List<Detail> details = new ArrayList<>();
        details.add(Detail.word("present", present() + " of " + config.nodes()));
        details.add(Detail.word("quorum", hasQuorum() ? "yes" : "no"));
        details.add(Detail.count("clients waiting", waiters.size()));
        details.add(Detail.count("default write concern", config.writeConcern()));
        for (Feed feed : feeds) {
            details.add(Detail.word("health", feed.health().word()).about(feed.node()));
            details.add(Detail.word("log", feed.isOfAnotherLog() ? "another one" : "the same")
                    .about(feed.node()));
            details.add(Detail.count("retries", feed.retries()).about(feed.node()));
        }
        return details;
    }

    @Override
    public VersionHistory history() {
        return state;
    }
}
