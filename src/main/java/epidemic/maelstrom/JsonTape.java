package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;

/** A message's parts as a JSON list of numbers and texts: longer than bytes, but readable in Maelstrom's logs. */
final class JsonTape implements ByteSink, ByteSource {
    private final ArrayNode parts;
    private int next;

    /** An empty one, to write. */
    JsonTape() {
        this(Json.array());
    }

    /** One to read. */
    JsonTape(ArrayNode parts) {
        this.parts = parts;
    }

    ArrayNode parts() {
        return parts;
    }

    boolean hasMore() {
        return next < parts.size();
    }

    @Override
    public void number(long number) {
        parts.add(number);
    }

    @Override
    public void text(String text) {
        parts.add(text);
    }

    @Override
    public long number() {
        JsonNode part = take();
        if (!part.isIntegralNumber() || !part.canConvertToLong()) {
            throw new IllegalArgumentException("part " + (next - 1) + " is " + part + ": a whole number is allowed");
        }
        return part.longValue();
    }

    @Override
    public int count() {
        long count = number();
        if (count < 0 || count > parts.size() - next) {
            throw new IllegalArgumentException(count + " things in " + (parts.size() - next) + " parts");
        }
        return (int) count;
    }

    @Override
    public String text() {
        JsonNode part = take();
        if (!part.isTextual()) {
            throw new IllegalArgumentException("part " + (next - 1) + " is " + part + ": a text is allowed");
        }
        return part.textValue();
    }

    private JsonNode take() {
        if (!hasMore()) {
            throw new IllegalArgumentException("ends after " + next + " parts");
        }
        return parts.get(next++);
    }
}
