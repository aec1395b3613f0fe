package epidemic.lab.history;

import java.util.ArrayList;
import java.util.List;

/** One line of a history or of its companions: fields in order, written as JSON or as EDN. */
final class HistoryLine {
    private final List<Field> fields = new ArrayList<>();

    private record Field(String name, String json, String edn) {}

    /** A field that is spelled the same in both, such as a number. */
    HistoryLine with(String name, String same) {
        return with(name, same, same);
    }

    HistoryLine with(String name, long number) {
        return with(name, Long.toString(number));
    }

    HistoryLine with(String name, String json, String edn) {
        fields.add(new Field(name, json, edn));
        return this;
    }

    HistoryLine withText(String name, String text) {
        return with(name, HistoryText.quoted(text));
    }

    /** A text that is a keyword in EDN. */
    HistoryLine withKeyword(String name, String word) {
        return with(name, HistoryText.quoted(word), ":" + word);
    }

    String json() {
        StringBuilder line = new StringBuilder("{");
        for (Field field : fields) {
            line.append(line.length() > 1 ? "," : "");
            HistoryText.quote(line, field.name());
            line.append(':').append(field.json());
        }
        return line.append('}').toString();
    }

    String edn() {
        StringBuilder line = new StringBuilder("{");
        for (Field field : fields) {
            line.append(line.length() > 1 ? ", " : "");
            line.append(':').append(field.name()).append(' ').append(field.edn());
        }
        return line.append('}').toString();
    }

    /** A client's line. */
    static HistoryLine of(long index, HistoryEvent event) {
        HistoryLine line = new HistoryLine()
                .with("index", index)
                .with("time", event.timeNanos())
                .with("process", event.process())
                .withKeyword("type", event.type().code())
                .withKeyword("f", event.function())
                .with("value", HistoryText.json(event.value()), HistoryText.edn(event.value()))
                .withText("node", event.node().name())
                .with("layer", event.layer())
                .withText("tx", event.transaction());
        event.version().ifPresent(version -> line.with("version", version));
        event.nodeSequence().ifPresent(sequence -> line.with("nseq", sequence));
        event.hash().ifPresent(hash -> line.withText("hash", hash));
        event.error().ifPresent(error -> line.withText("error", error));
        return line;
    }

    /** A fault's line. */
    static HistoryLine ofFault(long index, long timeNanos, String function, String value) {
        return new HistoryLine()
                .with("index", index)
                .with("time", timeNanos)
                .withKeyword("process", "nemesis")
                .withKeyword("type", "info")
                .withKeyword("f", function)
                .withText("value", value);
    }

    /** An observation's line. */
    static HistoryLine of(StateChange change) {
        HistoryLine line = new HistoryLine()
                .withText("node", change.node().name())
                .with("time", change.timeNanos())
                .with("version", change.version())
                .withText("cause", change.cause());
        change.from().ifPresent(from -> line.withText("from", from.name()));
        return line.with("txs", texts(change.transactions())).withText("hash", change.hash());
    }

    /** What {@code meta.json} holds. */
    static HistoryLine of(RunMeta meta) {
        StringBuilder layers = new StringBuilder();
        meta.layers().forEach((node, layer) -> pair(layers, node.name(), layer.toString()));
        StringBuilder feeds = new StringBuilder();
        meta.feeds().forEach((target, source) -> pair(feeds, target.name(), HistoryText.quoted(source.name())));
        return new HistoryLine()
                .with("format", 1)
                .withText("mode", meta.mode())
                .with("seed", meta.seed())
                .withText("clock", meta.clock())
                .with("nodes", "{" + layers + "}")
                .with("feeds", "{" + feeds + "}")
                .with("batch", meta.batch())
                .with("period_ns", meta.periodNanos())
                .with("grace_ns", meta.graceNanos());
    }

    private static void pair(StringBuilder text, String name, String value) {
        text.append(text.isEmpty() ? "" : ",")
                .append(HistoryText.quoted(name))
                .append(':')
                .append(value);
    }

    private static String texts(List<String> texts) {
        return "[" + String.join(",", texts.stream().map(HistoryText::quoted).toList()) + "]";
    }
}
