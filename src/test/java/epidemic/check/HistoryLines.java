package epidemic.check;

import epidemic.check.history.History;
import epidemic.check.history.NodeChange;
import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a generated run as the files of a run directory. */
public final class HistoryLines {
    private HistoryLines() {}

    /** Writes a generated run of lists or registers to a directory. */
    public static void write(Path directory, long seed, int count, boolean lists) throws IOException {
        RunRecord run = Generated.run(seed, count, lists);
        Files.writeString(directory.resolve("history.jsonl"), lines(run.history()));
        StringBuilder changes = new StringBuilder();
        for (NodeChange change : run.changes()) {
            String transactions =
                    change.transactions().isEmpty() ? "" : "\"" + String.join("\",\"", change.transactions()) + "\"";
            changes.append(
                    "{\"node\":\"%s\",\"time\":%d,\"version\":%d,\"cause\":\"%s\",\"txs\":[%s],\"hash\":\"%s\"}\n"
                            .formatted(
                                    change.node(),
                                    change.nanos(),
                                    change.version(),
                                    change.cause(),
                                    transactions,
                                    change.hash()));
        }
        Files.writeString(directory.resolve("observations.jsonl"), changes);
        Files.writeString(directory.resolve("meta.json"), """
                {"format":1,"mode":"append","seed":7,"nodes":{"A1":0,"A2":0,"A3":0,"B1":1,"B2":1,"C1":2,"C2":2},
                 "feeds":{"B1":"A2","B2":"A3","C1":"B2","C2":"B2"},"batch":10,"period_ns":500000000,"grace_ns":1000000}
                """);
    }

    /** The lines of {@code history.jsonl}. */
    static String lines(History history) {
        Map<Integer, String> lines = new TreeMap<>();
        for (Op op : history.operations()) {
            lines.put(op.invoked().index(), line(op, op.invoked(), "invoke"));
            lines.put(
                    op.completed().index(),
                    line(op, op.completed(), op.outcome().name().toLowerCase(Locale.ROOT)));
        }
        return String.join("\n", lines.values()) + "\n";
    }

    private static String line(Op op, Op.Moment moment, String type) {
        StringBuilder steps = new StringBuilder();
        for (Step step : op.steps()) {
            steps.append(steps.isEmpty() ? "" : ",").append(step(step, type.equals("ok")));
        }
        String labels = type.equals("ok") ? ",\"version\":" + op.label().version() : "";
        if (type.equals("ok") && op.label().nseq() >= 0) {
            labels += ",\"nseq\":" + op.label().nseq();
        }
        return "{\"index\":%d,\"time\":%d,\"process\":%d,\"type\":\"%s\",\"f\":\"%s\",\"value\":[%s],\"node\":\"%s\",\"layer\":%d,\"tx\":\"%s\"%s}"
                .formatted(
                        moment.index(),
                        moment.nanos(),
                        op.process(),
                        type,
                        op.function(),
                        steps,
                        op.label().node(),
                        op.label().layer(),
                        op.label().tx(),
                        labels);
    }

    private static String step(Step step, boolean known) {
        if (step instanceof Step.Change change) {
            return "[\"%s\",%s,%s]"
                    .formatted(change instanceof Step.Append ? "append" : "w", change.key(), change.value());
        }
        Step.Read read = (Step.Read) step;
        String seen = "null";
        if (known && read.seen() instanceof Seen.One one) {
            seen = one.value();
        } else if (known && read.seen() instanceof Seen.Many many) {
            seen = "[" + String.join(",", many.values()) + "]";
        }
        return "[\"r\",%s,%s]".formatted(read.key(), seen);
    }
}
