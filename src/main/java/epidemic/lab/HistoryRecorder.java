package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Topology;
import epidemic.kernel.VersionEntry;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.RunningHash;
import epidemic.lab.history.StateChange;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlanText;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down what happens in a simulated run as a history: versions when the disk has confirmed them, so that what a crash
 * loses was never there. It costs what the sink costs: none by default.
 */
final class HistoryRecorder implements SimObserver {
    private final Topology topology;
    private final HistorySink sink;
    private final boolean isOn;
    private final Map<NodeId, Log> logs = new HashMap<>();

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
            entries.forEach(
                    entry -> log(node).given.add(new Given(entry.version(), Optional.of(entry), Optional.empty())));
        }
    }

    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        if (isOn) {
            log(node).given.add(new Given(snapshot.version(), Optional.empty(), Optional.of(snapshot)));
            appended(node, entries);
        }
    }

    @Override
    public void durable(SimNode node, long version) {
        if (isOn) {
            log(node).write(version);
        }
    }

    /** The first life of a node finds nothing, which is no change. */
    @Override
    public void started(SimNode node) {
        if (isOn && (node.recoveredVersion() > 0 || node.incarnation() > 1)) {
            Log log = log(node);
            log.given.clear();
            log.state = new RunningHash(node.snapshot());
            node.log().forEach(log.state::apply);
            long atNanos = node.simulation().nowNanos();
            sink.change(StateChange.recovered(node.id(), atNanos, log.state.version(), log.state.text()));
        }
    }

    private Log log(SimNode node) {
        return logs.computeIfAbsent(node.id(), id -> new Log(node));
    }

    /** Given to a disk: an entry, or a snapshot that takes the place of all before it. */
    private record Given(long version, Optional<VersionEntry> entry, Optional<Snapshot> snapshot) {}

    /** A node's version log, as its disk has confirmed it. */
    private final class Log {
        private final SimNode node;
        private final Deque<Given> given = new ArrayDeque<>();
        private RunningHash state = new RunningHash();

        Log(SimNode node) {
            this.node = node;
        }

        void write(long durableVersion) {
            List<VersionEntry> entries = new ArrayList<>();
            boolean isReplaced = false;
            while (!given.isEmpty() && given.peek().version() <= durableVersion) {
                Given next = given.remove();
                next.entry().ifPresent(entries::add);
                if (next.snapshot().isPresent()) {
                    state = new RunningHash(next.snapshot().get());
                    entries.clear();
                    isReplaced = true;
                }
            }
            entries.forEach(state::apply);
            long atNanos = node.simulation().nowNanos();
            if (isReplaced) {
                sink.change(StateChange.repaired(topology, node.id(), atNanos, state.version(), state.text()));
            } else if (!entries.isEmpty()) {
                sink.change(StateChange.appended(topology, node.id(), atNanos, entries, state.text()));
            }
        }
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
