package epidemic.lab.live;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.RunningHash;
import epidemic.lab.history.StateChange;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes down what clients of a running system ask and are told, what its nodes' logs take, and faults. Thread-safe.
 *
 * <p>Under one lock the time is taken and the line is queued, so the order of lines is that of time; a thread of its own
 * writes them. If that fails the history ends where it is: what is there stays a history, without its final reads.
 *
 * <p>A request id is written down once. Whoever asks again under the same id is answered, and not written: what the first
 * time ended as unknown stays so. Since anybody may ask again, an update of {@link ClientWatch#ANYBODY} that is refused
 * counts as unknown.
 */
public final class LiveHistory implements ClientWatch, NodeObserver {
    private static final int IDS_MAX = 100_000;
    private static final int SEQUENCE_BITS = 20;

    private final Topology topology;
    private final NodeClock clock;
    private final WriterThread writer;
    private final Processes processes;
    private final long startNanos;
    private final long startSequence;
    private final Set<Open> open = new LinkedHashSet<>();
    private final Map<NodeId, RunningHash> states = new HashMap<>();
    private final Map<RequestId, Boolean> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, Boolean> eldest) {
            return size() > IDS_MAX;
        }
    };
    private boolean closed;

    /**
     * An empty history.
     *
     * @param topology of the system
     * @param clients how many clients have numbers of their own
     * @param clock the clock of the history, which begins now
     * @param sink takes the lines; closed in the end if it can be
     * @param alarm is told once if the history had to end early, and why
     */
    public LiveHistory(Topology topology, int clients, NodeClock clock, HistorySink sink, Consumer<String> alarm) {
        this(topology, clients, clock, new WriterThread(sink, alarm));
    }

    LiveHistory(Topology topology, int clients, NodeClock clock, WriterThread writer) {
        this.topology = topology;
        this.clock = clock;
        this.writer = writer;
        this.processes = new Processes(clients);
        this.startNanos = clock.nanoTime();
        this.startSequence = clock.wallClockMillis() << SEQUENCE_BITS;
        topology.nodes().forEach(node -> states.put(node, new RunningHash()));
    }

    /** A request under way. */
    private final class Open implements Asked {
        private final int place;
        private final long process;
        private final String function;
        private final Transaction transaction;
        private final NodeId node;
        private final boolean mayComeAgain;

        private Open(int place, String function, Transaction transaction, NodeId node, boolean mayComeAgain) {
            this.place = place;
            this.process = processes.process(place);
            this.function = function;
            this.transaction = transaction;
            this.node = node;
            this.mayComeAgain = mayComeAgain;
        }

        @Override
        public void told(Outcome outcome, long sequence) {
            Outcome kept = kept(outcome);
            synchronized (LiveHistory.this) {
                long nanos = nanos();
                if (!closed && open.contains(this) && writer.take(completed(nanos, kept, sequence))) {
                    open.remove(this);
                    processes.ended(place, !(kept instanceof Outcome.Unknown));
                }
            }
        }

        private Consumer<HistorySink> invoked(long nanos) {
            return sink -> sink.event(HistoryEvent.invoked(nanos, process, function, transaction, node));
        }

        private Outcome kept(Outcome outcome) {
            return mayComeAgain && outcome instanceof Outcome.Refused refused
                    ? new Outcome.Unknown("refused, but may be asked again: "
                            + refused.reason().code() + ": " + refused.message())
                    : outcome;
        }

        private Consumer<HistorySink> completed(long nanos, Outcome outcome, long sequence) {
            return sink -> sink.event(HistoryEvent.completed(
                    nanos, process, function, transaction, node, outcome, fromStart(sequence), hash(outcome)));
        }

        /** Nobody tells the sequence of a node that is asked over HTTP. */
        private Optional<Long> fromStart(long sequence) {
            return Optional.of(sequence).filter(known -> known > 0).map(known -> known - startSequence);
        }

        /** Of final reads: the hash of the node's state, if the node's log tells it for that version. */
        private Optional<String> hash(Outcome outcome) {
            if (!function.equals(HistoryEvent.FINAL) || !(outcome instanceof Outcome.Committed committed)) {
                return Optional.empty();
            }
            RunningHash state = states.get(committed.node());
            return state.version() == committed.version() ? Optional.of(state.text()) : Optional.empty();
        }
    }

    @Override
    public Asked asks(int client, Transaction transaction, NodeId node) {
        return asks(client, HistoryEvent.TRANSACTION, transaction, node);
    }

    /** One of the full reads at the end is about to leave. */
    Asked asksFinally(Transaction transaction, NodeId node) {
        return asks(ANYBODY, HistoryEvent.FINAL, transaction, node);
    }

    private synchronized Asked asks(int client, String function, Transaction transaction, NodeId node) {
        boolean isAnybody = client == ANYBODY;
        if (closed || writer.failure().isPresent() || isAnybody && ids.put(transaction.id(), true) != null) {
            return Asked.NONE;
        }
        int place = isAnybody ? processes.lowestFree() : client;
        if (place >= Processes.STRIDE) {
            writer.fail("more than " + Processes.STRIDE + " clients at a time");
        }
        Open asked = new Open(place, function, transaction, node, isAnybody && transaction.isUpdate());
        return writer.take(asked.invoked(nanos())) && open.add(asked) ? asked : Asked.NONE;
    }

    /** Since the start. */
    private long nanos() {
        return clock.nanoTime() - startNanos;
    }

    /**
     * A fault begins or ends.
     *
     * @param function what, for example {@code kill} or {@code restart}
     * @param text free text
     */
    public synchronized void fault(String function, String text) {
        long nanos = nanos();
        put(sink -> sink.fault(nanos, function, text));
    }

    @Override
    public void observed(NodeId node, Observation observation) {
        if (observation.kind().equals("stopped-by-itself")) {
            fault("stop", node + " " + observation.text());
        } else if (observation.isAlarming()) {
            fault(observation.kind(), node + " " + observation.text());
        }
    }

    @Override
    public synchronized void recovered(NodeId node, Snapshot snapshot) {
        put(sink -> states.put(node, new RunningHash(snapshot)));
    }

    @Override
    public synchronized void replaced(NodeId node, Snapshot snapshot, List<VersionEntry> entries) {
        long nanos = nanos();
        put(sink -> {
            RunningHash state = new RunningHash(snapshot);
            entries.forEach(state::apply);
            states.put(node, state);
            sink.change(StateChange.repaired(topology, node, nanos, state.version(), state.text()));
        });
    }

    @Override
    public synchronized void recovered(NodeId node, long afterVersion, List<VersionEntry> entries) {
        long nanos = nanos();
        put(sink -> {
            if (afterVersion == 0) {
                states.put(node, new RunningHash());
            }
            RunningHash state = states.get(node);
            entries.forEach(state::apply);
            if (state.version() > 0) {
                sink.change(StateChange.recovered(node, nanos, state.version(), state.text()));
            }
        });
    }

    @Override
    public synchronized void appended(NodeId node, List<VersionEntry> entries) {
        long nanos = nanos();
        put(sink -> {
            RunningHash state = states.get(node);
            entries.forEach(state::apply);
            sink.change(StateChange.appended(topology, node, nanos, entries, state.text()));
        });
    }

    private void put(Consumer<HistorySink> line) {
        if (!closed) {
            writer.take(line);
        }
    }

    /** Whether the disk is slow: whoever makes load for load's sake waits a little. */
    public boolean isCrowded() {
        return writer.fill() > 0.5;
    }

    /** Why the history had to end early, if it had to. */
    public Optional<String> failure() {
        return writer.failure();
    }

    /** Ends what is open as unknown, and closes the files. What happens later is not written. */
    public void close() {
        List<Consumer<HistorySink>> last = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            long nanos = nanos();
            open.forEach(asked -> last.add(asked.completed(nanos, new Outcome.Unknown("the run has ended"), 0)));
            open.clear();
        }
        writer.close(last);
    }
}
