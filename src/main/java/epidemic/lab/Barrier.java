package epidemic.lab;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets all clients wait every {@value #EVERY} operations while one of them reads what is there. So no operation overlaps
 * with all that follow, and judges can tell the order of early and late ones however long a run is. Confined to one
 * thread.
 */
public final class Barrier {
    /** So many operations begin between two barriers. */
    public static final int EVERY = 750;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int begun;
    private int open;

    /** Begins an operation, now or behind the barrier. */
    public void begin(Runnable operation) {
        if (begun >= EVERY) {
            waiting.add(operation);
        } else {
            begun++;
            open++;
            operation.run();
        }
    }

    /**
     * An operation that began has ended.
     *
     * @return whether it was the last before the barrier: somebody is to read now, and then to call {@link #pass}
     */
    public boolean ended() {
        open--;
        return begun >= EVERY && open == 0;
    }

    /** Everybody goes on. */
    public void pass() {
        begun = 0;
        Deque<Runnable> released = new ArrayDeque<>(waiting);
        waiting.clear();
        released.forEach(this::begin);
    }
}
