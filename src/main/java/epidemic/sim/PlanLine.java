package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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

    long timeAt(int index) {
        return read(word(index), TimeText::parse);
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

    long number(String name) {
        return read(value(name), Long::parseLong);
    }

    double chance(String name) {
        return read(value(name), Double::parseDouble);
    }

    /** The error of this line. */
    IllegalArgumentException bad(String allowed) {
        return new IllegalArgumentException("line " + number + " of the plan, '" + line + "': expected " + allowed);
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

    private <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | ArithmeticException problem) {
            throw bad("a readable value: " + problem.getMessage());
        }
    }
}
