package epidemic.web;

import epidemic.runtime.figures.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Figures of one moment, on their way to Prometheus: families by name, one point for each set of labels. */
final class MetricTable {
    private final Map<String, Family<?>> families = new LinkedHashMap<>();

    private record Family<P extends DataPointSnapshot>(
            MetricMetadata metadata, List<P> points, BiFunction<MetricMetadata, List<P>, MetricSnapshot> shape) {
        MetricSnapshot snapshot() {
            return shape.apply(metadata, points);
        }
    }

    /**
     * A value that goes up and down.
     *
     * @param labels names and values in turn
     */
    void gauge(String name, String help, double value, String... labels) {
        this.<GaugeSnapshot.GaugeDataPointSnapshot>points(name, help, GaugeSnapshot::new)
                .add(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /**
     * A count that only grows.
     *
     * @param name without {@code _total}, which is added
     */
    void counter(String name, String help, double value, String... labels) {
        this.<CounterSnapshot.CounterDataPointSnapshot>points(name, help, CounterSnapshot::new)
                .add(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /** A histogram. */
    void histogram(String name, String help, Distribution distribution, String... labels) {
        double[] bounds = distribution.scale().bounds();
        double[] closed = Arrays.copyOf(bounds, bounds.length + 1);
        closed[bounds.length] = Double.POSITIVE_INFINITY;
        this.<HistogramSnapshot.HistogramDataPointSnapshot>points(name, help, HistogramSnapshot::new)
                .add(new HistogramSnapshot.HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(closed, distribution.counts()),
                        distribution.sum(),
                        Labels.of(labels),
                        Exemplars.EMPTY,
                        0));
    }

    /** All of it. */
    MetricSnapshots snapshots() {
        return new MetricSnapshots(
                families.values().stream().map(Family::snapshot).toList());
    }

    /** The points of a family: all calls with one name are of one kind. */
    @SuppressWarnings("unchecked")
    private <P extends DataPointSnapshot> List<P> points(
            String name, String help, BiFunction<MetricMetadata, List<P>, MetricSnapshot> shape) {
        return (List<P>) families.computeIfAbsent(
                        name, first -> new Family<P>(new MetricMetadata(name, help), new ArrayList<>(), shape))
                .points();
    }
}
