package epidemic.sim;

import epidemic.kernel.TimerKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one node waits for by its own clock: timers, and the deadlines of its questions. */
final class NodeTimers {
    private static final long NEVER = Long.MAX_VALUE;

    private final Simulation simulation;
    private final SimNode node;
    private final SimClock clock;
    private final Map<TimerKey, SimTimer> timers = new LinkedHashMap<>();
    private long nextCheckNanos = NEVER;

    NodeTimers(Simulation simulation, SimNode node, SimClock clock) {
        this.simulation = simulation;
        this.node = node;
        this.clock = clock;
    }

    /** The life has ended: nothing fires any more. */
    void clear() {
        timers.values().forEach(SimTimer::cancel);
        timers.clear();
        nextCheckNanos = NEVER;
    }

    /** Sets a timer; one that is set under the same key does not fire. */
    void set(TimerKey key, long delayNanos) {
        SimTimer timer = new SimTimer(node, key, clock.nanos(simulation.nowNanos()) + delayNanos);
        SimTimer replaced = timers.put(key, timer);
        if (replaced != null) {
            replaced.cancel();
        }
        simulation.note(Trace.Kind.TIMER_SET, node, StableHash.add(StableHash.of(key.name()), delayNanos));
        schedule(timer);
    }

    private void schedule(SimTimer timer) {
        long nowNanos = simulation.nowNanos();
        simulation.schedule(nowNanos + clock.virtualUntil(timer.deadlineNanos(), nowNanos), timer);
    }

    void cancel(TimerKey key) {
        SimTimer cancelled = timers.remove(key);
        if (cancelled != null) {
            cancelled.cancel();
        }
        simulation.note(Trace.Kind.TIMER_CANCEL, node, StableHash.of(key.name()));
    }

    /** A timer's time may have come; if the clock stood still meanwhile, it has not. */
    void due(SimTimer timer) {
        if (node.isPaused()) {
            node.hold(timer);
            return;
        }
        long nowNanos = simulation.nowNanos();
        if (clock.nanos(nowNanos) < timer.deadlineNanos()) {
            simulation.schedule(nowNanos + Math.max(1, clock.virtualUntil(timer.deadlineNanos(), nowNanos)), timer);
            return;
        }
        timers.remove(timer.key());
        node.fire(timer.key());
    }

    /** Healing ends a stand-still before its time: all that waits for the clock is reckoned anew. */
    void clockGoesOn() {
        long nowNanos = simulation.nowNanos();
        boolean stood = clock.isStanding(nowNanos);
        clock.goOn(nowNanos);
        if (stood) {
            timers.replaceAll((key, timer) -> again(timer));
            long checkNanos = nextCheckNanos;
            nextCheckNanos = NEVER;
            checkSilenceAt(checkNanos);
        }
    }

    private SimTimer again(SimTimer timer) {
        timer.cancel();
        SimTimer sooner = new SimTimer(node, timer.key(), timer.deadlineNanos());
        schedule(sooner);
        return sooner;
    }

    /** The earliest deadline of an open question is then: one check is under way at a time. */
    void checkSilenceAt(long deadlineNanos) {
        if (deadlineNanos >= nextCheckNanos) {
            return;
        }
        nextCheckNanos = deadlineNanos;
        long nowNanos = simulation.nowNanos();
        long life = node.incarnation();
        simulation.schedule(
                nowNanos + Math.max(1, clock.virtualUntil(deadlineNanos, nowNanos)),
                () -> node.onLife(life, () -> check(deadlineNanos)));
    }

    private void check(long deadlineNanos) {
        if (deadlineNanos == nextCheckNanos) {
            nextCheckNanos = NEVER;
            node.checkSilence();
        }
    }
}
