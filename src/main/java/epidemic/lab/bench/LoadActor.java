package epidemic.lab.bench;

import epidemic.kernel.Outcome;
import epidemic.runtime.actor.NodeCall;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The client of one node: takes its answers, and in a closed loop makes the next request of each. It takes answers as they
 * are, without an adapter, since it has to be much cheaper than what it measures.
 *
 * <p>A closed loop numbers its requests so that those of one slot differ by the number of slots; latency counts from when a
 * request left. The number of an open loop's request tells when it is due, and latency counts from then, also if it left
 * later because the machine was busy or too many were open: so a stall is in the figures of all it has delayed.
 */
final class LoadActor extends AbstractBehavior<Object> {
    private final String client;
    private final Updates updates;
    private final ActorRef<NodeCall> node;
    private final ActorRef<NodeCall.Executed> self;
    private final long[] leftNanos;
    private final double periodNanos;

    private long beginNanos;
    private long sent;
    private long answered;
    private long measuredFrom = Long.MAX_VALUE;
    private long measuredUntil = Long.MAX_VALUE;
    private boolean ending;
    private CompletableFuture<Tally> ended = new CompletableFuture<>();

    private long committed;
    private long refused;
    private long unknown;
    private final Histogram latency = Tally.histogram();
    private final Histogram refusals = Tally.histogram();

    /** Begins a closed loop. */
    enum Begin {
        INSTANCE
    }

    /** From now on the figures count. */
    enum Measure {
        INSTANCE
    }

    /** Requests of an open loop may be due. */
    enum Tick {
        INSTANCE
    }

    /**
     * From now on the figures count no more, and no request leaves.
     *
     * @param tally is completed when all requests were answered
     */
    record End(CompletableFuture<Tally> tally) {}

    /** The requests that have no answer will have none. */
    enum GiveUp {
        INSTANCE
    }

    private LoadActor(
            ActorContext<Object> context,
            String client,
            Updates updates,
            ActorRef<NodeCall> node,
            int slots,
            double periodNanos) {
        super(context);
        this.client = client;
        this.updates = updates;
        this.node = node;
        this.self = context.getSelf().narrow();
        this.leftNanos = new long[slots];
        this.periodNanos = periodNanos;
    }

    /**
     * The client of a node.
     *
     * @param slots how many requests may be open
     * @param periodNanos from one request to the next; 0 for a closed loop
     */
    static Behavior<Object> create(
            String client, Updates updates, ActorRef<NodeCall> node, int slots, double periodNanos) {
        return Behaviors.setup(context -> new LoadActor(context, client, updates, node, slots, periodNanos));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(NodeCall.Executed.class, this::onExecuted)
                .onMessage(Begin.class, begin -> onBegin())
                .onMessage(Measure.class, measure -> onMeasure())
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(End.class, this::onEnd)
                .onMessage(GiveUp.class, giveUp -> onGiveUp())
                .build();
    }

    private Behavior<Object> onBegin() {
        beginNanos = System.nanoTime();
        if (isOpen()) {
            return onTick();
        }
        for (int slot = 0; slot < leftNanos.length; slot++) {
            send(slot);
        }
        return this;
    }

    private boolean isOpen() {
        return periodNanos > 0;
    }

    private Behavior<Object> onTick() {
        double due = (System.nanoTime() - beginNanos) / periodNanos;
        while (!ending && sent < due && sent - answered < leftNanos.length) {
            send(sent);
        }
        return this;
    }

    private void send(long number) {
        if (!isOpen()) {
            leftNanos[(int) (number % leftNanos.length)] = System.nanoTime();
        }
        sent++;
        node.tell(new NodeCall.Execute(updates.of(client, number), self));
    }

    private long leftNanos(long number) {
        return isOpen() ? beginNanos + (long) (number * periodNanos) : leftNanos[(int) (number % leftNanos.length)];
    }

    private Behavior<Object> onMeasure() {
        measuredFrom = System.nanoTime();
        return this;
    }

    private Behavior<Object> onExecuted(NodeCall.Executed executed) {
        answered++;
        long now = System.nanoTime();
        long number = executed.id().sequence();
        long left = leftNanos(number);
        boolean isMeasured = left >= measuredFrom && left < measuredUntil;
        boolean isCounted = now >= measuredFrom && now < measuredUntil;
        if (executed.outcome() instanceof Outcome.Committed) {
            committed += isCounted ? 1 : 0;
            note(latency, isMeasured, now - left);
        } else if (executed.outcome() instanceof Outcome.Refused) {
            refused += isCounted ? 1 : 0;
            note(refusals, isMeasured, now - left);
        } else {
            unknown += isCounted ? 1 : 0;
        }
        if (ending) {
            return endIfDone();
        }
        if (isOpen()) {
            return onTick();
        }
        send(number + leftNanos.length);
        return this;
    }

    private static void note(Histogram histogram, boolean isMeasured, long nanos) {
        if (isMeasured) {
            histogram.recordValue(Math.max(0, nanos));
        }
    }

    private Behavior<Object> onEnd(End end) {
        measuredUntil = System.nanoTime();
        ending = true;
        ended = end.tally();
        return endIfDone();
    }

    private Behavior<Object> endIfDone() {
        return answered < sent ? this : onGiveUp();
    }

    private Behavior<Object> onGiveUp() {
        ended.complete(new Tally(committed, refused, unknown, latency, refusals, sent - answered));
        return Behaviors.stopped();
    }
}
