package epidemic.web;

import epidemic.runtime.actor.MailboxDepths;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The figures for Prometheus. Nodes count in plain fields of their own; what they have counted is gathered when it is
 * asked for, and nothing is looked up before. Thread-safe.
 */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final WebSetup setup;
    private final MailboxDepths mailboxes;
    private final HttpFigures http;
    private final AtomicInteger socketCount;
    private volatile List<NodeReport> reports = List.of();

    Metrics(WebSetup setup, MailboxDepths mailboxes, HttpFigures http, AtomicInteger socketCount) {
        this.setup = setup;
        this.mailboxes = mailboxes;
        this.http = http;
        this.socketCount = socketCount;
        MultiCollector own = this::collect;
        registry.getPrometheusRegistry().register(own);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** The figures as Prometheus text. */
    String text(List<NodeReport> asked) {
        reports = asked;
        return registry.scrape();
    }

    private MetricSnapshots collect() {
        MetricTable table = new MetricTable();
        NodeMetrics nodes = new NodeMetrics(table);
        nodes.nodes(setup.topology(), reports);
        nodes.figures(setup.traffic().allFigures(), setup.traffic().nowhere());
        nodes.messages(setup.traffic().allMessages());
        setup.topology()
                .nodes()
                .forEach(node -> setup.directory()
                        .node(node)
                        .flatMap(mailboxes::of)
                        .ifPresent(depth -> {
                            nodes.mailbox(node, "requests", depth.requests());
                            nodes.mailbox(node, "urgent", depth.urgent());
                        }));
        table.gauge("epidemic_status_clients", "Open status sockets", socketCount.get());
        http.writeTo(table);
        return table.snapshots();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
