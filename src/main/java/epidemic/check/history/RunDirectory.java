package epidemic.check.history;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads what there is of a run: {@code history.jsonl} or {@code history.edn}, {@code observations.jsonl}, {@code meta.json}. */
public final class RunDirectory {
    private RunDirectory() {}

    /**
     * Reads a run.
     *
     * @param path a run's directory; or a history {@code NAME.jsonl} or {@code NAME.edn}, with {@code
     *     NAME.observations.jsonl} and {@code NAME.meta.json} beside it, or, if its name begins with {@code history.}, with
     *     files of a run's directory. What is not there is left out
     * @throws HistorySyntaxException if a file is not what it should be
     * @throws IOException if one cannot be read
     */
    public static RunRecord read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return read(path, besides(path, "observations.jsonl"), besides(path, "meta.json"));
        }
        for (String name : List.of("history.jsonl", "history.edn")) {
            if (Files.exists(path.resolve(name))) {
                return read(path.resolve(name), path.resolve("observations.jsonl"), path.resolve("meta.json"));
            }
        }
        throw new IllegalArgumentException(path + ": no history.jsonl or history.edn in this directory");
    }

    /** Another file of the run whose history this is; perhaps it is not there. */
    private static Path besides(Path history, String name) {
        String own = history.getFileName().toString();
        int dot = own.lastIndexOf('.');
        Path prefixed = history.resolveSibling((dot < 0 ? own : own.substring(0, dot)) + "." + name);
        return own.startsWith("history.") && !Files.exists(prefixed) ? history.resolveSibling(name) : prefixed;
    }

    private static RunRecord read(Path history, Path observations, Path meta) throws IOException {
        return new RunRecord(
                HistoryReader.read(history),
                Files.exists(observations) ? changes(observations) : List.of(),
                Files.exists(meta) ? facts(meta) : RunFacts.NONE);
    }

    private static List<NodeChange> changes(Path file) throws IOException {
        List<NodeChange> changes = new ArrayList<>();
        EventDecoder decoder = new EventDecoder(file.toString());
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            JsonForms.read(file.toString(), reader, (line, form) -> {
                Map<String, Form> fields = decoder.fields(line, form);
                changes.add(change(decoder, fields, line));
            });
        }
        return changes;
    }

    private static NodeChange change(EventDecoder decoder, Map<String, Form> fields, int line) {
        List<String> transactions = new ArrayList<>();
        if (fields.get("txs") instanceof Form.Items items) {
            items.items().forEach(item -> transactions.add(item.toString()));
        }
        String node = decoder.text(fields, "node", "");
        long version = decoder.whole(fields, "version", Op.Label.NONE);
        if (node.isEmpty() || version < 0) {
            throw decoder.wrong("an observation without node or version");
        }
        return new NodeChange(
                node,
                decoder.whole(fields, "time", 0),
                version,
                decoder.text(fields, "cause", ""),
                transactions,
                decoder.text(fields, "hash", ""),
                line);
    }

    private static RunFacts facts(Path file) throws IOException {
        String name = file.toString();
        EventDecoder decoder = new EventDecoder(name);
        String text = Files.readString(file).replace('\n', ' ').replace('\r', ' ');
        List<RunFacts> facts = new ArrayList<>();
        JsonForms.read(name, new java.io.StringReader(text), (line, form) -> {
            facts.add(facts(decoder, decoder.fields(line, form)));
        });
        if (facts.isEmpty()) {
            throw new HistorySyntaxException(name, 1, "empty; a JSON object is allowed");
        }
        return facts.get(0);
    }

    private static RunFacts facts(EventDecoder decoder, Map<String, Form> fields) {
        Map<String, Integer> layers = new TreeMap<>();
        if (fields.get("nodes") instanceof Form.Fields nodes) {
            nodes.fields()
                    .keySet()
                    .forEach(node -> layers.put(node, Math.toIntExact(decoder.whole(nodes.fields(), node, 0))));
        }
        Map<String, String> feeds = new TreeMap<>();
        if (fields.get("feeds") instanceof Form.Fields pairs) {
            pairs.fields().forEach((node, feed) -> feeds.put(node, feed.toString()));
        }
        long batch = decoder.whole(fields, "batch", -1);
        return new RunFacts(
                layers,
                feeds,
                batch < 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(batch)),
                number(decoder, fields, "period_ns"),
                number(decoder, fields, "grace_ns"));
    }

    private static OptionalLong number(EventDecoder decoder, Map<String, Form> fields, String name) {
        long number = decoder.whole(fields, name, -1);
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
