package epidemic.lab.history;

/** Takes a history as it comes to be. */
public interface HistorySink {
    /** A client's transaction begins or ends. */
    void event(HistoryEvent event);

    /**
     * A fault begins or ends.
     *
     * @param function what, for example {@code kill}, {@code restart}, {@code partition}, {@code heal}
     * @param value free text
     */
    void fault(long timeNanos, String function, String value);

    /** A node's version changed. */
    void change(StateChange change);

    /** Nothing more comes for the moment. */
    default void flush() {}

    /** A sink that keeps nothing. */
    static HistorySink none() {
        return new HistorySink() {
            @Override
            public void event(HistoryEvent event) {}

            @Override
            public void fault(long timeNanos, String function, String value) {}

            @Override
            public void change(StateChange change) {}
        };
    }
}
