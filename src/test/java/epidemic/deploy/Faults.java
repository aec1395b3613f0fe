package epidemic.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Collects what a file lacks. */
final class Faults {
    private final List<String> found = new ArrayList<>();

    void unless(boolean holds, String rule) {
        if (!holds) {
            found.add(rule);
        }
    }

    /** A value at a place, by what JSON or text it is. */
    void is(JsonNode tree, String pointer, String wanted, String of) {
        unless(tree.at(pointer).asText().equals(wanted), of + ": " + pointer + " has to be " + wanted);
    }

    List<String> all() {
        return List.copyOf(found);
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }
}
