package epidemic.lab.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Figures as a picture: throughput as bars, and below them the median and the 99th percentile on a logarithmic scale. */
public final class BenchPlot {
    private static final int BAR_WIDTH = 90;
    private static final int LEFT = 80;
    private static final int HEIGHT = 160;
    private static final int THROUGHPUT_BASE = 210;
    private static final int LATENCY_BASE = 430;
    private static final double MILLIS_MIN = 0.01;
    private static final int DECADES = 6;

    private final StringBuilder svg = new StringBuilder();

    private BenchPlot() {}

    /** The picture as SVG. */
    public static String of(String title, List<Figures> all) {
        return new BenchPlot().draw(title, all);
    }

    private String draw(String title, List<Figures> all) {
        int width = LEFT + BAR_WIDTH * all.size() + 40;
        line(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='480' font-family='sans-serif'"
                        + " font-size='12'>",
                width);
        line("<rect width='100%%' height='100%%' fill='white'/>");
        text(LEFT, 22, "start", title);
        text(LEFT, 40, "start", "committed updates per second");
        text(LEFT, LATENCY_BASE - HEIGHT - 12, "start", "latency in ms: p50 (light), p99 (dark)");
        double most = all.stream().mapToDouble(Figures::throughput).max().orElse(1);
        for (int index = 0; index < all.size(); index++) {
            drawOne(all.get(index), LEFT + index * BAR_WIDTH, Math.max(1, most));
        }
        drawDecades(width);
        line("</svg>");
        return svg.toString();
    }

    private void drawOne(Figures figures, int x, double most) {
        int bar = (int) (HEIGHT * figures.throughput() / most);
        rectangle(x + 10, THROUGHPUT_BASE, bar, 60, "#3b76c4");
        text(x + 40, THROUGHPUT_BASE - bar - 4, "middle", String.format(Locale.ROOT, "%,.0f", figures.throughput()));
        drawLatency(figures, x + 10, "#9fc0e8", Figures.Percentiles::p50);
        drawLatency(figures, x + 42, "#1f4a85", Figures.Percentiles::p99);
        text(x + 40, LATENCY_BASE + 18, "middle", figures.shape().label());
    }

    private void drawLatency(Figures figures, int x, String colour, ToDoubleFunction<Figures.Percentiles> of) {
        double millis = of.applyAsDouble(figures.latency());
        int bar = heightOf(millis);
        rectangle(x, LATENCY_BASE, bar, 28, colour);
        text(x + 14, LATENCY_BASE - bar - 4, "middle", String.format(Locale.ROOT, "%.3g", millis));
    }

    private static int heightOf(double millis) {
        double decades = Math.log10(Math.max(millis, MILLIS_MIN) / MILLIS_MIN);
        return (int) (HEIGHT * Math.min(decades, DECADES) / DECADES);
    }

    private void drawDecades(int width) {
        double millis = MILLIS_MIN;
        for (int decade = 0; decade <= DECADES; decade++) {
            int y = LATENCY_BASE - heightOf(millis);
            line("<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#ddd' stroke-width='0.5'/>", LEFT, y, width - 20, y);
            text(
                    LEFT - 6,
                    y + 4,
                    "end",
                    String.format(Locale.ROOT, "%g", millis).replaceAll("\\.?0+$", ""));
            millis *= 10;
        }
    }

    private void rectangle(int x, int base, int height, int width, String colour) {
        line("<rect x='%d' y='%d' width='%d' height='%d' fill='%s'/>", x, base - height, width, height, colour);
    }

    private void text(int x, int y, String anchor, String text) {
        line("<text x='%d' y='%d' text-anchor='%s'>%s</text>", x, y, anchor, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void line(String form, Object... arguments) {
        svg.append(String.format(Locale.ROOT, form, arguments)).append('\n');
    }
}
