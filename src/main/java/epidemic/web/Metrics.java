package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The figures for Prometheus. Thread-safe. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final TrafficRecorder traffic;
    private final Map<NodeId, NodeReport> nodes = new ConcurrentHashMap<>();
    private final Set<MessageLink> links = ConcurrentHashMap.newKeySet();

    Metrics(WebSetup setup, AtomicInteger socketCount) {
        this.traffic = setup.traffic();
        setup.topology().nodes().forEach(this::registerNode);
        traffic.outcomes().forEach((outcome, count) -> counter("epidemic.transactions", count, "outcome", outcome));
        traffic.refusals().forEach((reason, count) -> counter("epidemic.refused", count, "reason", reason.code()));
        Gauge.builder("epidemic.status.clients", socketCount, AtomicInteger::get)
                .description("Open status sockets")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void registerNode(NodeId node) {
        gauge("epidemic.node.version", "Updates applied", node, NodeReport::version);
        gauge("epidemic.node.pending", "Updates known and not yet applied", node, NodeReport::pending);
        gauge("epidemic.node.up", "1 if the node runs", node, report -> report.state() == NodeStatus.State.UP ? 1 : 0);
    }

    private void gauge(String name, String what, NodeId node, ToDoubleFunction<NodeReport> value) {
        Gauge.builder(name, nodes, known -> {
                    NodeReport report = known.get(node);
                    return report == null ? 0 : value.applyAsDouble(report);
                })
                .description(what)
                .tag("node", node.name())
                .register(registry);
    }

    private void counter(String name, LongAdder count, String... tags) {
        FunctionCounter.builder(name, count, LongAdder::sum).tags(tags).register(registry);
    }

    /** The figures as Prometheus text. */
    String text(List<NodeReport> reports) {
        reports.forEach(report -> nodes.put(report.id(), report));
        traffic.allMessages().forEach((link, count) -> {
            if (links.add(link)) {
                registerLink(link, count);
            }
        });
        return registry.scrape();
    }

    private void registerLink(MessageLink link, LongAdder count) {
        String from = link.from().name();
        String to = link.to().name();
        counter("epidemic.messages", count, "from", from, "to", to, "kind", link.kind());
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
