package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Topology;
import epidemic.kernel.VersionEntry;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.MicroOperation;
import epidemic.lab.history.StateChange;
import epidemic.lab.history.StateHash;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlanText;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.List;
import java.util.Optional;

/** Writes down what happens in a simulated run as a history. It costs what the sink costs: none by default. */
final class HistoryRecorder implements SimObserver {
    private static final String[] CAUSES = {"commit", "batch", "timer"};

    private final Topology topology;
    private final HistorySink sink;
    private final boolean isOn;

    HistoryRecorder(Topology topology, Optional<HistorySink> sink) {
        this.topology = topology;
        this.isOn = sink.isPresent();
        this.sink = sink.orElse(HistorySink.none());
    }

    void invoked(Operated operated) {
        if (isOn) {
            event(
                    operated,
                    operated.invokedNanos(),
                    HistoryEvent.Type.INVOKE,
                    MicroOperation.asked(operated.transaction()),
                    Optional.empty());
        }
    }

    void completed(Operated operated) {
        if (!isOn) {
            return;
        }
        Outcome outcome = operated.outcome().orElseThrow();
        HistoryEvent.Type type = outcome instanceof Outcome.Committed
                ? HistoryEvent.Type.OK
                : outcome instanceof Outcome.Refused ? HistoryEvent.Type.FAIL : HistoryEvent.Type.INFO;
        Optional<String> error = type == HistoryEvent.Type.OK ? Optional.empty() : Optional.of(errorOf(outcome));
        List<MicroOperation> steps = operated.committed()
                .map(committed -> MicroOperation.told(operated.transaction(), committed.reads()))
                .orElse(MicroOperation.asked(operated.transaction()));
        event(operated, operated.completedNanos(), type, steps, error);
    }

    private static String errorOf(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                ? refused.reason().code() + ": " + refused.message()
                : ((Outcome.Unknown) outcome).message();
    }

    private void event(
            Operated operated,
            long atNanos,
            HistoryEvent.Type type,
            List<MicroOperation> steps,
            Optional<String> error) {
        Optional<Outcome.Committed> committed =
                type == HistoryEvent.Type.INVOKE ? Optional.empty() : operated.committed();
        boolean isRead = !operated.transaction().isUpdate();
        sink.event(new HistoryEvent(
                atNanos,
                operated.process(),
                type,
                operated.isFinal() ? HistoryEvent.FINAL : HistoryEvent.TRANSACTION,
                steps,
                committed.map(Outcome.Committed::node).orElse(operated.node()),
                operated.transaction().layer(),
                operated.transaction().id().toString(),
                committed.map(Outcome.Committed::version),
                committed.filter(any -> isRead).map(any -> operated.nodeSequence()),
                Optional.empty(),
                error));
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        if (isOn) {
            int layer = topology.layerOf(node.id()).orElseThrow();
            Optional<NodeId> from = layer == 0
                    ? Optional.of(entries.get(entries.size() - 1).origin())
                    : topology.links().stream()
                            .filter(link -> link.to().equals(node.id()))
                            .map(Topology.Link::from)
                            .findFirst();
            List<String> transactions = entries.stream()
                    .map(entry -> entry.transaction().toString())
                    .toList();
            change(node, CAUSES[Math.min(layer, CAUSES.length - 1)], from, transactions);
        }
    }

    @Override
    public void started(SimNode node) {
        if (isOn && node.recoveredVersion() > 0) {
            change(node, "recover", Optional.empty(), List.of());
        }
    }

    private void change(SimNode node, String cause, Optional<NodeId> from, List<String> transactions) {
        long version = node.history().version();
        sink.change(new StateChange(
                node.id(),
                node.simulation().nowNanos(),
                version,
                cause,
                from,
                transactions,
                StateHash.of(node.history().dataAt(version))));
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        fault(node, "kill", node.id() + " stopped; lost " + lostCount + " entries" + (torn ? ", one torn" : ""));
    }

    @Override
    public void fault(long atNanos, Fault fault) {
        if (isOn) {
            sink.fault(atNanos, fault.kind().code(), FaultPlanText.print(fault));
        }
    }

    @Override
    public void healed(long atNanos) {
        if (isOn) {
            sink.fault(atNanos, "heal", "everything works from now on");
        }
    }

    private void fault(SimNode node, String function, String text) {
        if (isOn) {
            sink.fault(node.simulation().nowNanos(), function, text);
        }
    }
}
