package epidemic.lab.live;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Strikes running nodes and links by chance, again and again: stops and starts nodes, cuts them off, cuts and slows links.
 * Strikes overlap; what several do to a link, the last one of them decides. {@link Command#END} ends them all, and
 * everything is whole again.
 */
public final class Chaos extends AbstractBehavior<Chaos.Command> {
    private static final double SPAN_MIN = 0.3;
    private static final double SPAN_MAX = 1.6;
    private static final int DELAY_MILLIS_MAX = 60;
    private static final double LOSS_MAX = 0.4;

    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final List<Strike> links = new ArrayList<>();
    private final Set<NodeId> stopped = new TreeSet<>();
    private long count;

    /**
     * What it needs.
     *
     * @param nodes all nodes
     * @param targets those that are struck, two or more; who stands there twice is struck twice as often
     * @param faults stops, starts, cuts and heals
     * @param interval from one strike to the next, above 0; each lasts 0.3 to 1.6 times as long
     * @param random decides who is struck, and how
     * @param ended is completed with the number of strikes once everything is whole again
     */
    public record Setup(
            List<NodeId> nodes,
            List<NodeId> targets,
            FaultControl faults,
            Duration interval,
            SplittableRandom random,
            CompletableFuture<Long> ended) {
        /** Copies the nodes. */
        public Setup {
            nodes = List.copyOf(nodes);
            targets = List.copyOf(targets);
        }
    }

    /** What it takes. */
    public sealed interface Command {
        /** No more strikes, and an end to those that last. */
        Command END = End.INSTANCE;
    }

    private enum End implements Command {
        INSTANCE
    }

    private enum Now implements Command {
        INSTANCE
    }

    private record Over(Strike strike) implements Command {}

    private record Start(NodeId node) implements Command {}

    /** Links with a fault for a while. */
    private record Strike(Set<NodePair> links, LinkFault fault) {}

    private Chaos(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        timers.startTimerAtFixedRate(Now.INSTANCE, setup.interval());
    }

    /** Strikes until it is told to end. */
    public static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Chaos(context, timers, setup)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Now.class, now -> onNow())
                .onMessage(Over.class, this::onOver)
                .onMessage(Start.class, this::onStart)
                .onMessage(End.class, end -> onEnd())
                .build();
    }

    private Behavior<Command> onNow() {
        count++;
        NodeId target =
                setup.targets().get(setup.random().nextInt(setup.targets().size()));
        switch (setup.random().nextInt(4)) {
            case 0 -> stop(target);
            case 1 -> strike(new Strike(NodePair.around(List.of(target), setup.nodes()), LinkFault.CUT));
            case 2 -> strike(new Strike(Set.of(NodePair.of(target, otherThan(target))), LinkFault.CUT));
            default -> strike(new Strike(NodePair.around(List.of(target), setup.nodes()), badLink()));
        }
        return this;
    }

    private NodeId otherThan(NodeId target) {
        List<NodeId> others = setup.targets().stream()
                .filter(node -> !node.equals(target))
                .distinct()
                .toList();
        return others.get(setup.random().nextInt(others.size()));
    }

    private LinkFault badLink() {
        return LinkFault.of(
                Duration.ofMillis(setup.random().nextInt(DELAY_MILLIS_MAX)),
                setup.random().nextDouble(LOSS_MAX),
                setup.random().nextDouble(LOSS_MAX));
    }

    private Duration span() {
        return Duration.ofNanos(
                (long) (setup.interval().toNanos() * setup.random().nextDouble(SPAN_MIN, SPAN_MAX)));
    }

    // Nodes.

    private void stop(NodeId node) {
        if (stopped.add(node)) {
            setup.faults().crash(node);
            timers.startSingleTimer(new Start(node), span());
        }
    }

    private Behavior<Command> onStart(Start start) {
        stopped.remove(start.node());
        setup.faults().restart(start.node());
        return this;
    }

    // Links.

    private void strike(Strike strike) {
        links.add(strike);
        timers.startSingleTimer(new Over(strike), span());
        setLinks();
    }

    private Behavior<Command> onOver(Over over) {
        links.remove(over.strike());
        setLinks();
        return this;
    }

    private void setLinks() {
        SortedMap<NodePair, LinkFault> wanted = new TreeMap<>();
        links.forEach(strike -> strike.links().forEach(link -> wanted.put(link, strike.fault())));
        SortedMap<NodePair, LinkFault> now = setup.faults().links().all();
        Map<LinkFault, Set<NodePair>> changes = new LinkedHashMap<>();
        for (NodePair link : now.keySet()) {
            if (!wanted.containsKey(link)) {
                changes.computeIfAbsent(LinkFault.NONE, fault -> new TreeSet<>())
                        .add(link);
            }
        }
        wanted.forEach((link, fault) -> {
            if (!fault.equals(now.get(link))) {
                changes.computeIfAbsent(fault, same -> new TreeSet<>()).add(link);
            }
        });
        changes.forEach((fault, changed) -> setup.faults().set(changed, fault));
    }

    private Behavior<Command> onEnd() {
        timers.cancelAll();
        links.clear();
        setLinks();
        List<CompletableFuture<Done>> starts = new ArrayList<>();
        stopped.forEach(node -> starts.add(setup.faults().restart(node).toCompletableFuture()));
        long strikes = count;
        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            if (failure == null) {
                setup.ended().complete(strikes);
            } else {
                setup.ended().completeExceptionally(failure);
            }
        });
        return Behaviors.stopped();
    }
}
