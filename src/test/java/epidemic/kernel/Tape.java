package epidemic.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a codec wrote, one thing after the other, to be read in the same order. */
public final class Tape implements ByteSink, ByteSource {
    private final Deque<Object> items = new ArrayDeque<>();

    /** What is left to be read. */
    public Deque<Object> items() {
        return items;
    }

    @Override
    public void number(long number) {
        items.add(number);
    }

    @Override
    public void text(String text) {
        items.add(text);
    }

    @Override
    public long number() {
        return (Long) items.remove();
    }

    @Override
    public int count() {
        return (int) number();
    }

    @Override
    public String text() {
        return (String) items.remove();
    }
}
