package epidemic.web;

import epidemic.replay.Player;
import epidemic.runtime.actor.NodeClock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;

/**
 * Moves the player of a recorded run and tells the status sockets what changed. Whoever jumps, jumps for all pages: they
 * are told a new snapshot then.
 */
final class ReplayHub extends AbstractBehavior<ReplayHub.Command> {
    private final ReplaySetup setup;
    private final NodeClock clock;
    private final AtomicLong position;
    private final Player player;
    private final ReplayNews news;
    private final StatusSockets sockets;
    private ReplayMoment told;
    private boolean toldPlaying;
    private long lastMoveNanos;

    /** What the hub takes. */
    sealed interface Command permits SocketCommand, Control, Tick {}

    /**
     * Asks the player for something.
     *
     * @param order nothing, to learn only where it is
     */
    record Control(Optional<ReplayOrder> order, ActorRef<StatusReply<ReplayPosition>> replyTo) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private ReplayHub(
            ActorContext<Command> context,
            ReplaySetup setup,
            NodeClock clock,
            AtomicInteger socketCount,
            AtomicLong position) {
        super(context);
        this.setup = setup;
        this.clock = clock;
        this.position = position;
        this.player = new Player(setup.recording());
        this.news = new ReplayNews(setup.recording(), setup.shown());
        this.sockets = new StatusSockets(socketCount);
        this.told = ReplayMoment.of(setup.recording(), 0);
        this.lastMoveNanos = clock.nanoTime();
    }

    /**
     * The hub.
     *
     * @param socketCount is kept at the number of open sockets
     * @param position is kept at the player's position, in nanoseconds of virtual time
     */
    static Behavior<Command> create(
            ReplaySetup setup, NodeClock clock, AtomicInteger socketCount, AtomicLong position) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, setup.interval());
            return new ReplayHub(context, setup, clock, socketCount, position);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(SocketCommand.Subscribe.class, this::onSubscribe)
                .onMessage(SocketCommand.Taken.class, this::onTaken)
                .onMessage(SocketCommand.Gone.class, this::onGone)
                .onMessage(Control.class, this::onControl)
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(SocketCommand.CloseSockets.class, this::onCloseSockets)
                .onMessage(SocketCommand.Stop.class, stop -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    // Sockets.

    private Behavior<Command> onSubscribe(SocketCommand.Subscribe subscribe) {
        sockets.open(subscribe).ifPresent(socket -> socket.begin(snapshot()));
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

    private StatusJson.Snapshot snapshot() {
        return news.snapshot(told, ReplayPosition.of(player));
    }

    // The player.

    private Behavior<Command> onTick() {
        letTimePass();
        if (toldPlaying) {
            tellMove(player.isPlaying() ? Optional.empty() : Optional.of(ReplayPosition.of(player)));
        }
        return this;
    }

    /** Answers last: whoever has the answer finds the nodes at the position that it tells. */
    private Behavior<Command> onControl(Control control) {
        letTimePass();
        StatusReply<ReplayPosition> answer;
        try {
            control.order().ifPresent(this::carryOut);
            answer = StatusReply.success(ReplayPosition.of(player));
        } catch (IllegalArgumentException outOfRange) {
            answer = StatusReply.error(outOfRange);
        }
        control.replyTo().tell(answer);
        return this;
    }

    private void carryOut(ReplayOrder order) {
        long before = player.positionNanos();
        order.applyTo(player);
        boolean jumps = order.seekNanos().isPresent() || player.positionNanos() < before;
        if (jumps) {
            tellJump();
        } else {
            tellMove(Optional.of(ReplayPosition.of(player)));
        }
    }

    private void letTimePass() {
        long now = clock.nanoTime();
        player.advance(now - lastMoveNanos);
        lastMoveNanos = now;
    }

    private void tellMove(Optional<ReplayPosition> toldPosition) {
        ReplayMoment now = moment();
        if (!now.continues(told)) {
            tellJump();
            return;
        }
        ChangeSet changes = news.changes(told, now, toldPosition);
        told = now;
        if (!sockets.isEmpty() && !changes.isEmpty()) {
            sockets.offer(new SharedChanges(changes.at(ReplayPosition.of(player)), setup.shown()));
        }
    }

    private void tellJump() {
        told = moment();
        if (!sockets.isEmpty()) {
            sockets.beginAnew(snapshot());
        }
    }

    private ReplayMoment moment() {
        position.set(player.positionNanos());
        toldPlaying = player.isPlaying();
        return ReplayMoment.of(setup.recording(), player.positionNanos());
    }
}
