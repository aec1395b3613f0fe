package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** One line of a fault plan: words, some of them {@code name=value}. */
final class PlanLine {
    private final int number;
    private final String line;
    private final String[] words;

    PlanLine(int number, String line) {
        this.number = number;
        this.line = line.strip();
        this.words = this.line.split("\\s+");
    }

    boolean isBlank() {
        return line.isEmpty() || line.startsWith("#");
    }

    String word(int index) {
        if (index >= words.length) {
            throw bad("more words");
        }
        return words[index];
    }

    /** A time of 0 or more. */
    long timeAt(int index) {
        return read(word(index), PlanLine::parseSpan);
    }

    NodeId node(int index) {
        return read(word(index), NodeId::of);
    }

    List<NodeId> nodes(int index) {
        List<NodeId> nodes = new ArrayList<>();
        for (String name : word(index).split(",")) {
            nodes.add(read(name, NodeId::of));
        }
        return nodes;
    }

    long time(String name) {
        return read(value(name), TimeText::parse);
    }

    /** A time of 0 or more. */
    long span(String name) {
        return read(value(name), PlanLine::parseSpan);
    }

    private static long parseSpan(String text) {
        long nanos = TimeText.parse(text);
        if (nanos < 0) {
            throw new IllegalArgumentException(text + ": 0 or more is allowed");
        }
        return nanos;
    }

    long number(String name) {
        return read(value(name), Long::parseLong);
    }

    double chance(String name) {
        return read(value(name), Double::parseDouble);
    }

    /** The error of this line. */
    PlanSyntaxException bad(String allowed) {
        return new PlanSyntaxException(number, "'" + line + "': expected " + allowed);
    }

    private String value(String name) {
        String start = name + "=";
        for (String word : words) {
            if (word.startsWith(start)) {
                return word.substring(start.length());
            }
        }
        throw bad(start + "…");
    }

    /** Makes something of this line's values; what is out of its range is an error of the line. */
    <T> T make(Supplier<T> maker) {
        return read("", any -> maker.get());
    }

    private <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (PlanSyntaxException told) {
            throw told;
        } catch (IllegalArgumentException | ArithmeticException problem) {
            throw bad("a readable value: " + problem.getMessage());
        }
    }
}
