package epidemic.check.history;

/**
 * A line of a process that is no client, such as a fault that was injected.
 *
 * @param index its place in the history
 * @param nanos since the start, by the driver's clock
 * @param process who did it, such as {@code nemesis}
 * @param function what was done, such as {@code partition}
 * @param value to what, in words
 */
public record Fault(int index, long nanos, String process, String function, String value) {}
