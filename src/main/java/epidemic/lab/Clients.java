package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.sim.Draw;
import epidemic.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The clients of a run: each asks for one operation at a time, half of them updates, half reads of all layers. A client
 * that hears nothing, or that nothing is certain, may ask again for the same request at another node.
 */
final class Clients {
    private static final long STREAM = 0x636C6965L;
    private static final int OPERATIONS_MAX = 4;
    private static final long FIRST_NANOS = 300_000_000;
    private static final long BACKOFF_NANOS = 40_000_000;
    private static final int DRIVER = -1;

    private final Simulation simulation;
    private final Workload workload;
    private final Topology topology;
    private final HistoryRecorder recorder;
    private final SplittableRandom random;
    private final KeySpace keys;
    private final List<Client> clients = new ArrayList<>();
    private final List<Operated> operations = new ArrayList<>();
    private int fillerCount;

    /** One client. */
    private static final class Client {
        private final int number;
        private final boolean hasSession;
        private int left;
        private long process;
        private long seenVersion;

        private Client(int number, boolean hasSession, int left) {
            this.number = number;
            this.process = number;
            this.hasSession = hasSession;
            this.left = left;
        }
    }

    Clients(Simulation simulation, Workload workload, HistoryRecorder recorder) {
        this.simulation = simulation;
        this.workload = workload;
        this.topology = simulation.topology();
        this.recorder = recorder;
        this.random = new SplittableRandom(Draw.mix(simulation.seed(), STREAM));
        this.keys = new KeySpace(workload, random);
        for (int number = 0; number < workload.clients(); number++) {
            clients.add(new Client(number, random.nextDouble() < workload.sessions(), workload.operationsPerClient()));
        }
    }

    void start() {
        for (Client client : clients) {
            simulation.after(random.nextLong(FIRST_NANOS), () -> next(client));
        }
    }

    /** All operations so far, in the order in which they began. */
    List<Operated> operations() {
        return operations;
    }

    /** Every key that was used. */
    List<String> allKeys() {
        return keys.allKeys();
    }

    boolean areDone() {
        for (Client client : clients) {
            if (client.left >= 0) {
                return false;
            }
        }
        return true;
    }

    private void next(Client client) {
        client.left--;
        if (client.left < 0) {
            return;
        }
        boolean isUpdate = random.nextBoolean();
        int layer = isUpdate ? 0 : random.nextInt(topology.layers().size());
        RequestId id = new RequestId("c" + client.number, workload.operationsPerClient() - client.left);
        long session = client.hasSession ? client.seenVersion : 0;
        Transaction transaction = new Transaction(id, layer, isUpdate ? update() : reads(), session);
        Operated operated =
                new Operated(client.number, client.process, simulation.nowNanos(), transaction, anyOf(layer), false);
        operations.add(operated);
        recorder.invoked(operated);
        attempt(client, operated);
    }

    private List<Operation> update() {
        List<Operation> steps = new ArrayList<>();
        int count = 1 + random.nextInt(OPERATIONS_MAX);
        int sure = random.nextInt(count);
        for (int index = 0; index < count; index++) {
            if (index != sure && random.nextBoolean()) {
                steps.add(new Operation.Read(keys.key()));
            } else {
                steps.add(change(keys.keyToChange()));
            }
        }
        return steps;
    }

    private Operation change(String key) {
        return workload.appends()
                ? new Operation.Append(key, keys.freshValue())
                : new Operation.Write(key, keys.freshValue());
    }

    private List<Operation> reads() {
        List<Operation> steps = new ArrayList<>();
        int count = 1 + random.nextInt(OPERATIONS_MAX);
        for (int index = 0; index < count; index++) {
            steps.add(new Operation.Read(keys.key()));
        }
        return steps;
    }

    private NodeId anyOf(int layer) {
        List<NodeId> nodes = topology.layers().get(layer).nodes();
        return nodes.get(random.nextInt(nodes.size()));
    }

    private void attempt(Client client, Operated operated) {
        int attempt = operated.attemptCount() + 1;
        NodeId at = attempt == 1 ? operated.node() : another(operated);
        operated.attemptAt(at);
        simulation.request(
                client.number,
                at,
                operated.transaction(),
                (outcome, sequence) -> heard(client, operated, outcome, sequence));
        simulation.after(workload.patienceNanos(), () -> {
            if (operated.isOpen() && operated.attemptCount() == attempt) {
                uncertain(client, operated, new Outcome.Unknown("no answer"));
            }
        });
    }

    private NodeId another(Operated operated) {
        List<NodeId> nodes =
                topology.layers().get(operated.transaction().layer()).nodes();
        int next = nodes.indexOf(operated.node()) + 1 + random.nextInt(Math.max(1, nodes.size() - 1));
        return nodes.get(next % nodes.size());
    }

    private void heard(Client client, Operated operated, Outcome outcome, long sequence) {
        if (!operated.isOpen()) {
            return;
        }
        if (outcome instanceof Outcome.Committed committed) {
            client.seenVersion = Math.max(client.seenVersion, committed.version());
            complete(client, operated, outcome, sequence);
        } else if (outcome instanceof Outcome.Refused && operated.refusedForGood()) {
            refused(client, operated, outcome);
        } else {
            uncertain(client, operated, new Outcome.Unknown(outcome.toString()));
        }
    }

    private void refused(Client client, Operated operated, Outcome outcome) {
        if (mayTryAgain(operated)) {
            tryAgain(client, operated);
        } else {
            complete(client, operated, outcome, 0);
        }
    }

    private void uncertain(Client client, Operated operated, Outcome outcome) {
        if (mayTryAgain(operated)) {
            tryAgain(client, operated);
        } else {
            complete(client, operated, outcome, 0);
            client.process += clients.size();
        }
    }

    private boolean mayTryAgain(Operated operated) {
        return operated.attemptCount() < workload.attempts();
    }

    private void tryAgain(Client client, Operated operated) {
        int attempts = operated.attemptCount();
        simulation.after(random.nextLong(BACKOFF_NANOS), () -> {
            if (operated.isOpen() && operated.attemptCount() == attempts) {
                attempt(client, operated);
            }
        });
    }

    private void complete(Client client, Operated operated, Outcome outcome, long sequence) {
        operated.complete(simulation.nowNanos(), outcome, sequence);
        recorder.completed(operated);
        long pause = simulation.isHealed() ? 0 : (long) (-Math.log1p(-random.nextDouble()) * workload.thinkNanos());
        simulation.after(pause, () -> next(client));
    }

    // The driver's own requests, in the liveness phase. They must succeed.

    /** Asks for one more update, so that a trigger fires. */
    Operated fill() {
        RequestId id = new RequestId("filler", fillerCount++);
        return ask(new Transaction(id, 0, List.of(change(keys.keyToChange()))), anyOf(0), false);
    }

    /** Reads all keys at a node. */
    Operated readAll(NodeId node) {
        List<Operation> steps = new ArrayList<>();
        allKeys().forEach(key -> steps.add(new Operation.Read(key)));
        int layer = topology.layerOf(node).orElseThrow();
        return ask(new Transaction(new RequestId("final-" + node, 0), layer, steps), node, true);
    }

    private Operated ask(Transaction transaction, NodeId node, boolean isFinal) {
        long process = 1_000_000L + operations.size();
        Operated operated = new Operated(DRIVER, process, simulation.nowNanos(), transaction, node, isFinal);
        operations.add(operated);
        recorder.invoked(operated);
        operated.attemptAt(node);
        simulation.request(DRIVER, node, transaction, (outcome, sequence) -> {
            if (operated.isOpen()) {
                operated.complete(simulation.nowNanos(), outcome, sequence);
                recorder.completed(operated);
            }
        });
        return operated;
    }

    /** Ends what is still open as unknown. */
    void giveUp() {
        for (Operated operated : operations) {
            if (operated.isOpen()) {
                operated.complete(simulation.nowNanos(), new Outcome.Unknown("no answer"), 0);
                recorder.completed(operated);
            }
        }
    }
}
