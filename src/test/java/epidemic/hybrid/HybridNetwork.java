package epidemic.hybrid;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.Transport;
import epidemic.sim.LinkConditions;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** A transport that loses, repeats, delays and reorders, cuts links and holds them up, by the seed of its world. */
final class HybridNetwork implements Transport {
    private static final long TO_SELF_NANOS = 1_000;

    private final VirtualWorld world;
    private final SplittableRandom random;
    private final BiConsumer<NodeId, NodeCall.Envelope> receiver;
    private final Map<Link, Integer> cuts = new HashMap<>();
    private final Map<Link, Long> cloggedUntil = new HashMap<>();
    private LinkConditions conditions;

    private record Link(NodeId from, NodeId to) {}

    HybridNetwork(VirtualWorld world, LinkConditions conditions, BiConsumer<NodeId, NodeCall.Envelope> receiver) {
        this.world = world;
        this.random = world.random().split();
        this.conditions = conditions;
        this.receiver = receiver;
    }

    @Override
    public void send(NodeId to, NodeCall.Envelope envelope) {
        Link link = new Link(envelope.from(), to);
        if (envelope.from().equals(to)) {
            world.schedule(TO_SELF_NANOS, () -> receiver.accept(to, envelope));
        } else if (!isLost(link, envelope)) {
            world.schedule(latency(link), () -> receiver.accept(to, envelope));
            if (happens(conditions.duplicate())) {
                world.schedule(latency(link), () -> receiver.accept(to, envelope));
            }
        }
    }

    private boolean isLost(Link link, NodeCall.Envelope envelope) {
        boolean isAnswer = envelope instanceof NodeCall.Answered;
        return cuts.getOrDefault(link, 0) > 0
                || happens(conditions.drop())
                || isAnswer && happens(conditions.lostAnswer());
    }

    private long latency(Link link) {
        long held = Math.max(0, cloggedUntil.getOrDefault(link, 0L) - world.nowNanos());
        return held
                + clientLatency()
                + (happens(conditions.reorder()) ? exponential(LinkConditions.REORDER_FACTOR) : 0);
    }

    /** How long something takes between a client and a node. */
    long clientLatency() {
        return conditions.minNanos() + exponential(1);
    }

    /** Whether an outcome is lost on its way to a client. */
    boolean losesOutcome() {
        return happens(conditions.lostAnswer());
    }

    private long exponential(long factor) {
        return (long) (-Math.log1p(-random.nextDouble()) * conditions.meanNanos() * factor);
    }

    private boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    void cut(NodeId from, NodeId to, long durationNanos) {
        Link link = new Link(from, to);
        cuts.merge(link, 1, Integer::sum);
        world.schedule(durationNanos, () -> cuts.computeIfPresent(link, (key, count) -> Math.max(0, count - 1)));
    }

    void clog(NodeId from, NodeId to, long durationNanos) {
        cloggedUntil.merge(new Link(from, to), world.nowNanos() + durationNanos, Math::max);
    }

    void heal() {
        conditions = conditions.healed();
        cuts.clear();
        cloggedUntil.clear();
    }
}
