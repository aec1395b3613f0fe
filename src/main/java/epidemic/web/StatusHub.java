package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Watches the nodes and tells the status sockets what changed.
 *
 * <p>At each tick it tells what it has learned since the last one, then asks each running node for its status, one
 * question a node at a time: a slow node is not asked again before it has answered, and delays nobody else's status. Of
 * a stopped node the length of the log is read. Without a socket nothing is written and no entries are asked for, and
 * nodes of other processes are asked once a second only. A question without an answer is asked again after a second.
 */
final class StatusHub extends AbstractBehavior<StatusHub.Command> {
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(1);
    /** An answer that has not come by then was lost, or comes too late; and the pause in which nobody looks. */
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    // Identity.
    private final WebSetup setup;
    private final NodeClock clock;
    private final ActorRef<NodeStatus> statusAdapter;

    // What is known, and who is told.
    private final NodeBook book;
    private final StatusNews news;
    private final OtherTraffic others = new OtherTraffic();
    private final Map<NodeId, Long> lastAskedNanos = new HashMap<>();
    private final Set<NodeId> newsCame = new HashSet<>();
    private final Map<NodeId, Question> questions = new HashMap<>();
    private final StatusSockets sockets;

    /** A node's open question: which life of it was asked, and when. */
    private record Question(ActorRef<?> askedOf, long askedAtNanos) {}

    /** What the hub takes. */
    sealed interface Command permits SocketCommand, Learn, Tick, Answered, LogRead, HeardNews {}

    /**
     * Somebody has asked the nodes.
     *
     * @param askedAtNanos when the first of them was asked, by the monotonic clock
     * @param statuses what they answered
     */
    record Learn(long askedAtNanos, List<NodeStatus> statuses, ActorRef<Reports> replyTo) implements Command {}

    /**
     * What is known now.
     *
     * @param nodes all nodes, in the order of the topology
     */
    record Reports(List<NodeReport> nodes) {
        /** Copies the nodes. */
        Reports {
            nodes = List.copyOf(nodes);
        }
    }

    private enum Tick implements Command {
        INSTANCE
    }

    private record Answered(NodeStatus status) implements Command {}

    private record HeardNews(NodeId node, NodeNews news) implements Command {}

    private record LogRead(NodeId node, Optional<DiskCall.ReadResult> result) implements Command {}

    private StatusHub(ActorContext<Command> context, WebSetup setup, NodeClock clock, AtomicInteger socketCount) {
        super(context);
        this.setup = setup;
        this.clock = clock;
        this.sockets = new StatusSockets(socketCount);
        this.statusAdapter = context.messageAdapter(NodeStatus.class, Answered::new);
        this.book = new NodeBook(setup.topology());
        this.news = new StatusNews(setup.traffic(), others, book.reports(clock.wallClockMillis()));
    }

    /**
     * The hub.
     *
     * @param socketCount is kept at the number of open sockets
     */
    static Behavior<Command> create(WebSetup setup, NodeClock clock, AtomicInteger socketCount) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(
                    Tick.INSTANCE, Duration.ZERO, setup.settings().statusInterval());
            return new StatusHub(context, setup, clock, socketCount);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(SocketCommand.Subscribe.class, this::onSubscribe)
                .onMessage(SocketCommand.Taken.class, this::onTaken)
                .onMessage(SocketCommand.Gone.class, this::onGone)
                .onMessage(Learn.class, this::onLearn)
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(LogRead.class, this::onLogRead)
                .onMessage(HeardNews.class, this::onHeardNews)
                .onMessage(SocketCommand.CloseSockets.class, this::onCloseSockets)
                .onMessage(SocketCommand.Stop.class, stop -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    // Sockets.

    private Behavior<Command> onSubscribe(SocketCommand.Subscribe subscribe) {
        if (sockets.isEmpty()) {
            lookWhoRuns();
            tellNews();
        }
        sockets.open(subscribe)
                .ifPresent(socket -> socket.begin(news.snapshot(clock.wallClockMillis(), setup.shown())));
        return this;
    }

    private Behavior<Command> onTaken(SocketCommand.Taken taken) {
        sockets.taken(taken);
        return this;
    }

    private Behavior<Command> onGone(SocketCommand.Gone gone) {
        sockets.gone(gone);
        return this;
    }

    private Behavior<Command> onCloseSockets(SocketCommand.CloseSockets close) {
        sockets.close(close.closed());
        return this;
    }

    private Behavior<Command> onPostStop() {
        sockets.close();
        return this;
    }

    private void tellNews() {
        ChangeSet changes = news.next(clock.wallClockMillis(), reports(), faults());
        if (!sockets.isEmpty() && !changes.isEmpty()) {
            sockets.offer(new SharedChanges(changes, setup.shown()));
        }
    }

    private FaultReport faults() {
        List<NodeId> crashed =
                book.stoppedNodes().stream().filter(setup.directory()::isMet).toList();
        return new FaultReport(crashed, setup.faults().links().all());
    }

    private List<NodeReport> reports() {
        List<NodeReport> reports = book.reports(clock.wallClockMillis());
        setup.traffic().sawVersion(book.newestVersion());
        setup.traffic()
                .sawRefusing(reports.stream()
                        .filter(NodeReport::isRefusing)
                        .map(NodeReport::id)
                        .collect(Collectors.toUnmodifiableSet()));
        return reports;
    }

    // Nodes.

    private Behavior<Command> onTick() {
        lookWhoRuns();
        tellNews();
        setup.topology().nodes().stream().filter(node -> !isOther(node)).forEach(this::ask);
        setup.others().nodes().forEach(this::askOther);
        return this;
    }

    private boolean isOther(NodeId node) {
        return setup.others().nodes().contains(node);
    }

    private void askOther(NodeId node) {
        Long last = lastAskedNanos.get(node);
        boolean isDue = last == null || clock.nanoTime() - last >= SECOND_NANOS;
        if (isDue || !sockets.isEmpty()) {
            ask(node);
        }
        if (isDue || !sockets.isEmpty() && newsCame.remove(node)) {
            lastAskedNanos.put(node, clock.nanoTime());
            setup.others()
                    .ask(
                            node,
                            others.lastEvent(node),
                            news -> getContext().getSelf().tell(new HeardNews(node, news)));
        }
    }

    private Behavior<Command> onHeardNews(HeardNews heard) {
        others.heard(heard.node(), heard.news());
        newsCame.add(heard.node());
        return this;
    }

    private void lookWhoRuns() {
        for (NodeId node : setup.topology().nodes()) {
            if (setup.directory().node(node).isPresent()) {
                book.running(node);
            } else {
                book.stopped(node, setup.directory().absenceOf(node).orElse("stopped"));
            }
        }
    }

    private void ask(NodeId node) {
        Optional<ActorRef<NodeCall>> actor = setup.directory().node(node);
        if (actor.isEmpty()) {
            readLog(node);
        } else if (!isAsked(node, actor.get())) {
            int limit = sockets.isEmpty() ? 0 : VersionNews.ENTRIES_MAX;
            questions.put(node, new Question(actor.get(), clock.nanoTime()));
            actor.get().tell(new NodeCall.GetStatus(news.toldVersion(node), limit, statusAdapter));
        }
    }

    private boolean isAsked(NodeId node, ActorRef<?> actor) {
        Question open = questions.get(node);
        return open != null && open.askedOf().equals(actor) && clock.nanoTime() - open.askedAtNanos() < SECOND_NANOS;
    }

    private Behavior<Command> onAnswered(Answered answered) {
        NodeStatus status = answered.status();
        Question question = questions.remove(status.node());
        if (question != null && setup.directory().node(status.node()).isPresent()) {
            book.answered(question.askedAtNanos(), status);
            news.heard(status.node(), status.newest());
        }
        return this;
    }

    private Behavior<Command> onLearn(Learn learn) {
        lookWhoRuns();
        for (NodeStatus status : learn.statuses()) {
            if (setup.directory().node(status.node()).isPresent()) {
                book.answered(learn.askedAtNanos(), status);
            }
        }
        learn.replyTo().tell(new Reports(reports()));
        return this;
    }

    private void readLog(NodeId node) {
        Optional<ActorRef<DiskCall>> log = setup.directory().log(node);
        if (log.isEmpty() || isAsked(node, log.get())) {
            return;
        }
        questions.put(node, new Question(log.get(), clock.nanoTime()));
        long told = news.toldVersion(node);
        getContext()
                .pipeToSelf(
                        AskPattern.<DiskCall, DiskCall.ReadResult>ask(
                                log.get(),
                                replyTo -> new DiskCall.Read(told, VersionNews.ENTRIES_MAX, replyTo),
                                LOG_PATIENCE,
                                getContext().getSystem().scheduler()),
                        (result, failure) -> new LogRead(node, Optional.ofNullable(result)));
    }

    private Behavior<Command> onLogRead(LogRead read) {
        questions.remove(read.node());
        read.result().ifPresent(result -> {
            book.stored(read.node(), result.lastVersion());
            if (result.afterVersion() + result.entries().size() == result.lastVersion()) {
                news.heard(read.node(), result.entries());
            }
        });
        return this;
    }
}
