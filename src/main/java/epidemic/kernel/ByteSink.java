package epidemic.kernel;

/** Takes numbers and texts one after the other; the host decides how they become bytes. */
public interface ByteSink {
    /** Any number; small ones take few bytes. */
    void number(long number);

    /** Any text. */
    void text(String text);
}
