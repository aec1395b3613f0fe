package epidemic.runtime.actor;

/** The clocks of a host. */
public interface NodeClock {
    /** Monotonic nanoseconds since an arbitrary moment. */
    long nanoTime();

    /** Milliseconds since 1970 UTC, for people. */
    long wallClockMillis();

    /** The clocks of the machine. */
    static NodeClock system() {
        return new NodeClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public long wallClockMillis() {
                return System.currentTimeMillis();
            }
        };
    }
}
