package epidemic.hybrid;

import epidemic.kernel.Invariants;
import epidemic.sim.Draw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;

/**
 * The machine under an actor system whose every step is drawn from a seed: which actor with mail handles its next message,
 * how long that takes, and nothing else moves the clock. One thread drives it; whoever else tries is told so.
 */
public final class VirtualWorld {
    private static final long STREAM = 0x68796272L;
    private static final long STEP_NANOS_MAX = 20_000;

    private final Thread driver = Thread.currentThread();
    private final List<Runnable> runnable = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::sequence));
    private SplittableRandom random = new SplittableRandom(0);
    private Choice choice = Choice.ANY;
    private long nowNanos;
    private long nextSequence;
    private long stepCount;
    private boolean hasHelper;
    private boolean helperIsDone;

    /** Who comes next of those that have something to do. */
    private enum Choice {
        ANY,
        LONGEST_WAITING,
        LAST_WOKEN
    }

    private static final class Event implements Cancellable {
        private final long atNanos;
        private final long sequence;
        private final Runnable action;
        private boolean cancelled;

        private Event(long atNanos, long sequence, Runnable action) {
            this.atNanos = atNanos;
            this.sequence = sequence;
            this.action = action;
        }

        private long atNanos() {
            return atNanos;
        }

        private long sequence() {
            return sequence;
        }

        @Override
        public boolean cancel() {
            boolean isFirst = !cancelled;
            cancelled = true;
            return isFirst;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    /** Does something that waits for actors, as the start of an actor system does: meanwhile another thread runs them. */
    <T> T whileOthersRun(Supplier<T> action) {
        Thread helper = new Thread(this::help, "start of a hybrid");
        hasHelper = true;
        helper.start();
        try {
            return action.get();
        } finally {
            synchronized (this) {
                helperIsDone = true;
                notifyAll();
            }
            join(helper);
            hasHelper = false;
        }
    }

    private void help() {
        Optional<Runnable> task = taken();
        while (task.isPresent()) {
            task.get().run();
            task = taken();
        }
    }

    private synchronized Optional<Runnable> taken() {
        try {
            while (!helperIsDone && runnable.isEmpty()) {
                wait();
            }
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
        return !helperIsDone ? Optional.of(runnable.remove(0)) : Optional.empty();
    }

    private static void join(Thread helper) {
        try {
            helper.join();
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Begins another run: nothing of the one before is left. */
    public void begin(long seed) {
        runnable.clear();
        events.clear();
        random = new SplittableRandom(Draw.mix(seed, STREAM));
        choice = Choice.values()[random.nextInt(Choice.values().length)];
        nowNanos = 0;
        nextSequence = 0;
        stepCount = 0;
    }

    /** Virtual time since the run began. */
    public long nowNanos() {
        return nowNanos;
    }

    /** How often an actor or an event had its turn. */
    public long stepCount() {
        return stepCount;
    }

    /** Randomness of the run. */
    public SplittableRandom random() {
        return random;
    }

    /** An actor has something to do. */
    public synchronized void execute(Runnable task) {
        requireDriver();
        runnable.add(task);
        notifyAll();
    }

    /** Does something later. */
    public synchronized Cancellable schedule(long delayNanos, Runnable action) {
        requireDriver();
        Event event = new Event(nowNanos + Math.max(0, delayNanos), nextSequence++, action);
        events.add(event);
        return event;
    }

    private void requireDriver() {
        Invariants.check(
                hasHelper || Thread.currentThread() == driver,
                "%s takes part in a run that %s drives",
                Thread.currentThread(),
                driver);
    }

    /** Lets everything happen up to that moment, which is then now, or a little earlier: steps take time. */
    public void runUntil(long untilNanos) {
        while (step(untilNanos)) {
            stepCount++;
        }
        nowNanos = Math.max(nowNanos, untilNanos);
    }

    /** Lets the actors that have something to do do it, and their followers, at this moment; nothing is due. */
    public void settle() {
        while (!runnable.isEmpty()) {
            next().run();
        }
    }

    private boolean step(long untilNanos) {
        while (!events.isEmpty() && events.peek().isCancelled()) {
            events.remove();
        }
        if (!events.isEmpty() && events.peek().atNanos() <= (runnable.isEmpty() ? untilNanos : nowNanos)) {
            Event event = events.remove();
            nowNanos = Math.max(nowNanos, event.atNanos());
            event.action.run();
            return true;
        }
        if (runnable.isEmpty() || nowNanos >= untilNanos) {
            return false;
        }
        nowNanos += random.nextLong(STEP_NANOS_MAX);
        next().run();
        return true;
    }

    private Runnable next() {
        int index = switch (choice) {
            case ANY -> random.nextInt(runnable.size());
            case LONGEST_WAITING -> 0;
            case LAST_WOKEN -> runnable.size() - 1;
        };
        return runnable.remove(index);
    }
}
