package epidemic.check.verdict;

import epidemic.check.history.History;
import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A page that shows the smallest anomaly of each verdict on lanes, one for each process, with the operations around it.
 * It needs nothing but itself. The horizontal place is the order of the history's lines, not a scale of time.
 */
public final class Timeline {
    private static final int NEIGHBOURS_MAX = 24;
    private static final int COLUMN = 96;
    private static final int LANE = 64;
    private static final int LEFT = 110;
    private static final int TOP = 24;
    private static final int BOX = 28;

    private final StringBuilder svg = new StringBuilder();
    private final Map<Integer, Integer> columns = new TreeMap<>();
    private final Map<Long, Integer> lanes = new TreeMap<>();

    private Timeline() {}

    /** The page. */
    public static String of(String title, History history, List<Verdict> verdicts) {
        StringBuilder body = new StringBuilder("<h1>" + escape(title) + "</h1>\n");
        for (Verdict verdict : verdicts) {
            body.append("<h2>")
                    .append(escape(verdict.guarantee()))
                    .append(": ")
                    .append(verdict.ruling().name().toLowerCase(java.util.Locale.ROOT))
                    .append("</h2>\n");
            verdict.notes()
                    .forEach(note -> body.append("<p>").append(escape(note)).append("</p>\n"));
            verdict.anomalies().stream()
                    .min(java.util.Comparator.comparingInt(
                            one -> one.operations().isEmpty()
                                    ? Integer.MAX_VALUE
                                    : one.operations().size()))
                    .ifPresent(anomaly -> body.append(section(anomaly, history)));
        }
        return PAGE.replace("@TITLE@", escape(title)).replace("@BODY@", body);
    }

    private static String section(Anomaly anomaly, History history) {
        StringBuilder text = new StringBuilder("<h3>" + escape(anomaly.name()) + "</h3>\n");
        text.append("<p>").append(escape(anomaly.explanation())).append("</p>\n");
        if (!anomaly.operations().isEmpty()) {
            text.append(new Timeline().draw(anomaly, history));
        }
        text.append("<ol>\n");
        anomaly.edges()
                .forEach(edge -> text.append("<li><b>")
                        .append(escape(edge.kind()))
                        .append("</b> ")
                        .append(escape(edge.because()))
                        .append("</li>\n"));
        text.append("</ol>\n<ul>\n");
        anomaly.operations()
                .forEach(op ->
                        text.append("<li><code>").append(escape(op.toString())).append("</code></li>\n"));
        return text.append("</ul>\n").toString();
    }

    private String draw(Anomaly anomaly, History history) {
        List<Op> shown = new ArrayList<>(anomaly.operations());
        shown.addAll(neighbours(anomaly, history));
        TreeSet<Integer> moments = new TreeSet<>();
        for (Op op : shown) {
            moments.add(op.invoked().index());
            if (op.completed().index() != Moment.NEVER.index()) {
                moments.add(op.completed().index());
            }
            lanes.put(op.process(), 0);
        }
        moments.forEach(moment -> columns.put(moment, columns.size()));
        int lane = 0;
        for (Map.Entry<Long, Integer> entry : lanes.entrySet()) {
            entry.setValue(lane++);
        }
        int width = LEFT + COLUMN * (columns.size() + 1);
        int height = TOP + LANE * lanes.size();
        lanes.forEach((process, row) -> text(8, TOP + LANE * row + BOX, "lane", "process " + process));
        for (Op op : shown) {
            box(op, anomaly.operations().contains(op));
        }
        anomaly.edges().forEach(this::arrow);
        return "<div class=\"scroll\"><svg viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\""
                + height + "\" role=\"img\" aria-label=\"" + escape(anomaly.name()) + "\">"
                + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
                + " orient=\"auto\"><path d=\"M0 0 8 4 0 8z\"/></marker></defs>\n" + svg + "</svg></div>\n";
    }

    /** What else the same keys saw at the time. */
    private static List<Op> neighbours(Anomaly anomaly, History history) {
        TreeSet<String> keys = new TreeSet<>();
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (Op op : anomaly.operations()) {
            op.steps().forEach(step -> keys.add(step.key()));
            first = Math.min(first, op.invoked().index());
            last = Math.max(last, op.invoked().index());
        }
        List<Op> found = new ArrayList<>();
        for (Op op : history.operations()) {
            boolean near = op.completed().index() >= first && op.invoked().index() <= last;
            if (near
                    && found.size() < NEIGHBOURS_MAX
                    && anomaly.operations().stream().noneMatch(one -> one.number() == op.number())
                    && op.steps().stream().anyMatch(step -> keys.contains(step.key()))) {
                found.add(op);
            }
        }
        return found;
    }

    private int x(int moment) {
        return LEFT + COLUMN * columns.getOrDefault(moment, columns.size());
    }

    private int y(Op op) {
        return TOP + LANE * lanes.getOrDefault(op.process(), 0);
    }

    private void box(Op op, boolean offending) {
        int from = x(op.invoked().index());
        int width = x(op.completed().index()) - from - 6;
        svg.append("<g class=\"")
                .append(offending ? "bad" : "other")
                .append("\"><title>")
                .append(escape(op.toString()));
        svg.append("</title><rect x=\"")
                .append(from)
                .append("\" y=\"")
                .append(y(op) + 8)
                .append("\" width=\"");
        svg.append(width).append("\" height=\"").append(BOX).append("\" rx=\"4\"/>");
        StringBuilder steps = new StringBuilder(op.name());
        op.steps().forEach(step -> steps.append(' ').append(Op.describe(step)));
        int fits = Math.max(4, width / 7);
        String label = steps.length() <= fits ? steps.toString() : steps.substring(0, fits - 1) + "…";
        text(from + 4, y(op) + 8 + 18, "label", label);
        svg.append("</g>\n");
    }

    private void arrow(Edge edge) {
        int fromX =
                (x(edge.from().invoked().index()) + x(edge.from().completed().index())) / 2;
        int toX = (x(edge.to().invoked().index()) + x(edge.to().completed().index())) / 2;
        boolean down = y(edge.to()) >= y(edge.from());
        int fromY = y(edge.from()) + 8 + (down ? BOX : 0);
        int toY = y(edge.to()) + 8 + (down && y(edge.to()) != y(edge.from()) ? 0 : BOX);
        int bendY = y(edge.to()) == y(edge.from()) ? fromY + 30 : (fromY + toY) / 2;
        int bendX = (fromX + toX) / 2 + (fromX < toX ? 14 : -14);
        svg.append("<path class=\"edge\" marker-end=\"url(#tip)\" d=\"M")
                .append(fromX)
                .append(' ')
                .append(fromY);
        svg.append(" Q")
                .append(bendX)
                .append(' ')
                .append(bendY)
                .append(' ')
                .append(toX)
                .append(' ')
                .append(toY);
        svg.append("\"><title>").append(escape(edge.because())).append("</title></path>\n");
        text(bendX, bendY - 2, "kind", edge.kind());
    }

    private void text(int x, int y, String style, String words) {
        svg.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y);
        svg.append("\">").append(escape(words)).append("</text>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>@TITLE@</title>
            <meta name="viewport" content="width=device-width">
            <style>
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --quiet: #667; --box: #e8ebf0;
              --bad: #ffd9d2; --line: #c0341d; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171b; --quiet: #9aa3ad;
              --box: #2a3038; --bad: #5a2119; --line: #ff8a73; } }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: var(--ink); background: var(--paper); }
            .scroll { overflow-x: auto; }
            svg text { font: 12px ui-monospace, monospace; fill: var(--ink); }
            svg .lane { fill: var(--quiet); }
            .other rect { fill: var(--box); }
            .bad rect { fill: var(--bad); stroke: var(--line); stroke-width: 1.5; }
            .edge { fill: none; stroke: var(--line); stroke-width: 1.5; }
            marker path { fill: var(--line); }
            svg .kind { fill: var(--line); font-weight: bold; }
            code { overflow-wrap: anywhere; }
            </style></head><body>
            @BODY@</body></html>
            """;
}
