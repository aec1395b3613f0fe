package epidemic.lab;

import epidemic.kernel.Observation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Topology;
import epidemic.kernel.VersionEntry;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
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
            sink.event(HistoryEvent.invoked(
                    operated.invokedNanos(),
                    operated.process(),
                    functionOf(operated),
                    operated.transaction(),
                    operated.node()));
        }
    }

    void completed(Operated operated) {
        if (isOn) {
            sink.event(HistoryEvent.completed(
                    operated.completedNanos(),
                    operated.process(),
                    functionOf(operated),
                    operated.transaction(),
                    operated.node(),
                    operated.outcome().orElseThrow(),
                    Optional.of(operated.nodeSequence()),
                    Optional.empty()));
        }
    }

    private static String functionOf(Operated operated) {
        return operated.isFinal() ? HistoryEvent.FINAL : HistoryEvent.TRANSACTION;
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        if (isOn) {
            long atNanos = node.simulation().nowNanos();
            sink.change(StateChange.appended(topology, node.id(), atNanos, entries, hash(node)));
        }
    }

    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        if (isOn) {
            long atNanos = node.simulation().nowNanos();
            long version = snapshot.version() + entries.size();
            String hash = StateHash.of(snapshot.after(entries, 0).data());
            sink.change(StateChange.repaired(topology, node.id(), atNanos, version, hash));
        }
    }

    @Override
    public void started(SimNode node) {
        if (isOn && node.recoveredVersion() > 0) {
            long version = node.history().version();
            sink.change(StateChange.recovered(node.id(), node.simulation().nowNanos(), version, hash(node)));
        }
    }

    private static String hash(SimNode node) {
        return StateHash.of(node.history().dataAt(node.history().version()));
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        fault(node, "kill", node.id() + " stopped; lost " + lostCount + " entries" + (torn ? ", one torn" : ""));
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        if (observation.isAlarming()) {
            fault(node, observation.kind(), node.id() + " " + observation.text());
        }
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
