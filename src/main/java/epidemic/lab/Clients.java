package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.sim.ClientWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clients of a run: each asks for one operation at a time, as its {@link Demand} says. A client that hears nothing,
 * or that nothing is certain, may ask again for the same request at another node.
 */
final class Clients {
    private static final int DRIVER = -1;
    private static final String BARRIER = "barrier";

    private final ClientWorld world;
    private final Demand demand;
    private final Topology topology;
    private final HistoryRecorder recorder;
    private final Barrier barrier = new Barrier();
    private final List<Client> clients = new ArrayList<>();
    private final List<Operated> operations = new ArrayList<>();
    private final int processStep;
    private int fillerCount;
    private int barrierCount;

    /** One client. */
    private static final class Client {
        private final Demand.Member member;
        private int begunCount;
        private boolean isDone;
        private long process;
        private long seenVersion;
        private Optional<Operated> present = Optional.empty();
        private final VainWait vainWait = new VainWait();

        private Client(Demand.Member member) {
            this.member = member;
            this.process = member.number();
        }

        private int number() {
            return member.number();
        }
    }

    Clients(ClientWorld world, Demand demand, HistoryRecorder recorder) {
        this.world = world;
        this.demand = demand;
        this.topology = world.topology();
        this.recorder = recorder;
        int numberMax = 0;
        for (Demand.Member member : demand.members()) {
            clients.add(new Client(member));
            numberMax = Math.max(numberMax, member.number());
        }
        this.processStep = numberMax + 1;
    }

    void start() {
        for (Client client : clients) {
            world.after(demand.firstNanos(client.member), () -> next(client));
        }
    }

    /** All operations so far, in the order in which they began. */
    List<Operated> operations() {
        return operations;
    }

    /** Every key that was used. */
    List<String> allKeys() {
        return demand.allKeys();
    }

    boolean areDone() {
        for (Client client : clients) {
            if (!client.isDone) {
                return false;
            }
        }
        return true;
    }

    /** From now on nothing gets lost: whoever has waited until now begins to wait. */
    void countVainWaits() {
        clients.forEach(client -> client.vainWait.restarts(world.nowNanos()));
    }

    /**
     * A client that no node has told anything for so long, though it asks; empty if there is none. That it has much left
     * to ask for, is refused or gives up does not matter.
     *
     * @param vainNanos how long it may last, beyond what the client's session is ready to wait for
     * @param sessionWaitNanos how long that is if it names no deadline
     */
    Optional<String> stalled(long vainNanos, long sessionWaitNanos) {
        for (Client client : clients) {
            long agreed =
                    client.member.session().flatMap(Session::deadlineNanos).orElse(sessionWaitNanos);
            long vain = client.vainWait.nanos(world.nowNanos());
            if (!client.isDone && vain > vainNanos + agreed) {
                return Optional.of("client " + client.number() + " has heard nothing for " + vain / 1_000
                        + "us while it asked, now for "
                        + client.present.map(Operated::toString).orElse("its first"));
            }
        }
        return Optional.empty();
    }

    private void next(Client client) {
        Optional<Demand.Ask> next = demand.next(client.member, world.nowNanos());
        if (next.isEmpty()) {
            client.isDone = true;
            return;
        }
        client.begunCount++;
        client.vainWait.begins(world.nowNanos());
        RequestId id = new RequestId("c" + client.number(), client.begunCount);
        barrier.begin(() -> begin(client, id, next.get()));
    }

    private void begin(Client client, RequestId id, Demand.Ask ask) {
        Session session =
                client.member.session().map(wish -> wish.at(client.seenVersion)).orElse(Session.NONE);
        Transaction transaction = new Transaction(id, ask.layer(), ask.operations(), session);
        Operated operated =
                new Operated(client.number(), client.process, world.nowNanos(), transaction, ask.node(), false);
        operations.add(operated);
        client.present = Optional.of(operated);
        recorder.invoked(operated);
        attempt(client, operated);
    }

    private void attempt(Client client, Operated operated) {
        int attempt = operated.attemptCount() + 1;
        NodeId at = attempt == 1 ? operated.node() : demand.retryNode(client.member, operated, world.nowNanos());
        operated.attemptAt(at);
        client.vainWait.begins(world.nowNanos());
        request(client, operated, at, operated.transaction());
        world.after(demand.patienceNanos(), () -> {
            if (operated.isOpen() && operated.attemptCount() == attempt) {
                uncertain(client, operated, new Outcome.Unknown("no answer"));
            }
        });
    }

    private void request(Client client, Operated operated, NodeId at, Transaction transaction) {
        world.request(
                client.number(), at, transaction, (outcome, sequence) -> heard(client, operated, outcome, sequence));
    }

    /** The attempt goes on at the node that a refusal has named; it is refused only if that node refuses, too. */
    private void follow(Client client, Operated operated, NodeId to) {
        int layer = topology.layerOf(to).orElseThrow();
        request(client, operated, to, operated.transaction().redirected(layer));
    }

    private void heard(Client client, Operated operated, Outcome outcome, long sequence) {
        client.vainWait.restarts(world.nowNanos());
        if (!operated.isOpen()) {
            return;
        }
        if (outcome instanceof Outcome.Committed committed) {
            client.seenVersion = Math.max(client.seenVersion, committed.version());
            complete(client, operated, outcome, sequence);
        } else if (outcome instanceof Outcome.Refused refused
                && refused.redirect().isPresent()) {
            follow(client, operated, refused.redirect().get());
        } else if (outcome instanceof Outcome.Refused && operated.refusedForGood()) {
            refused(client, operated, outcome);
        } else {
            uncertain(client, operated, new Outcome.Unknown(outcome.toString()));
        }
    }

    private void refused(Client client, Operated operated, Outcome outcome) {
        if (!triesAgain(client, operated)) {
            complete(client, operated, outcome, 0);
        }
    }

    private void uncertain(Client client, Operated operated, Outcome outcome) {
        if (!triesAgain(client, operated)) {
            client.process += processStep;
            complete(client, operated, outcome, 0);
        }
    }

    private boolean triesAgain(Client client, Operated operated) {
        if (isBarrier(operated)) {
            return false;
        }
        int attempts = operated.attemptCount();
        client.vainWait.pauses(world.nowNanos());
        Optional<Long> pause = demand.retryAfterNanos(client.member, operated, world.nowNanos());
        pause.ifPresent(nanos -> world.after(nanos, () -> {
            if (operated.isOpen() && operated.attemptCount() == attempts) {
                attempt(client, operated);
            }
        }));
        return pause.isPresent();
    }

    private void complete(Client client, Operated operated, Outcome outcome, long sequence) {
        client.vainWait.pauses(world.nowNanos());
        operated.complete(world.nowNanos(), outcome, sequence);
        recorder.completed(operated);
        if (isBarrier(operated)) {
            barrier.pass();
        } else if (barrier.ended()) {
            begin(client, new RequestId(BARRIER, barrierCount++), demand.barrier());
            return;
        }
        long pause = demand.pauseNanos(client.member, world.nowNanos(), world.isHealed());
        world.after(pause, () -> next(client));
    }

    private static boolean isBarrier(Operated operated) {
        return operated.transaction().id().client().equals(BARRIER);
    }

    // The driver's own requests, in the liveness phase. They must succeed.

    /** Asks for one more update, so that a trigger fires. */
    Operated fill() {
        RequestId id = new RequestId("filler", fillerCount++);
        Demand.Ask ask = demand.filler();
        return ask(new Transaction(id, ask.layer(), ask.operations()), ask.node(), false);
    }

    /** Reads all keys at a node. */
    Operated readAll(NodeId node) {
        List<Operation> steps = Requests.readsOf(allKeys());
        int layer = topology.ownLayerOf(node).orElseThrow();
        return ask(new Transaction(new RequestId("final-" + node, 0), layer, steps), node, true);
    }

    private Operated ask(Transaction transaction, NodeId node, boolean isFinal) {
        long process = 1_000_000L + operations.size();
        Operated operated = new Operated(DRIVER, process, world.nowNanos(), transaction, node, isFinal);
        operations.add(operated);
        recorder.invoked(operated);
        operated.attemptAt(node);
        world.request(DRIVER, node, transaction, (outcome, sequence) -> {
            if (operated.isOpen()) {
                operated.complete(world.nowNanos(), outcome, sequence);
                recorder.completed(operated);
            }
        });
        return operated;
    }

    /** Ends what is still open as unknown. */
    void giveUp() {
        for (Operated operated : operations) {
            if (operated.isOpen()) {
                operated.complete(world.nowNanos(), new Outcome.Unknown("no answer"), 0);
                recorder.completed(operated);
            }
        }
    }
}
