package epidemic.peers.contender;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.peers.Request;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The clients of Epidemic's nodes in this JVM: one actor at each takes its answers. */
final class EpidemicClients {
    private static final String CLIENT = "peers-";
    /** An id's sequence is the request's number, and below it the slot in so many bits. */
    private static final int SLOT_BITS = 17;

    private final NodeDirectory directory;
    private final List<NodeId> targets;
    private final List<String> names = new ArrayList<>();
    private final List<ActorRef<NodeActor.Executed>> clients = new ArrayList<>();
    private final AtomicReferenceArray<Request> open;

    EpidemicClients(ActorSystem<?> actors, NodeDirectory directory, List<NodeId> targets, int outstandingMax) {
        this.directory = directory;
        this.targets = List.copyOf(targets);
        this.open = new AtomicReferenceArray<>(outstandingMax);
        for (NodeId node : targets) {
            names.add(CLIENT + node);
            clients.add(actors.systemActorOf(
                    Behaviors.receiveMessage(this::answered),
                    CLIENT + node,
                    DispatcherSelector.fromConfig("epidemic.node-dispatcher")));
        }
    }

    /** Slots are shared out among the nodes, so that an answer comes where the next request leaves. */
    void submit(Request request) {
        int index = request.slot() % targets.size();
        Optional<ActorRef<NodeActor.Command>> node = directory.node(targets.get(index));
        if (node.isEmpty()) {
            request.done(false);
            return;
        }
        open.set(request.slot(), request);
        long sequence = request.number() << SLOT_BITS | request.slot();
        RequestId id = new RequestId(names.get(index), sequence);
        Operation write =
                new Operation.Write(request.update().key(), request.update().value());
        node.get().tell(new NodeActor.Execute(new Transaction(id, 0, List.of(write)), clients.get(index)));
    }

    private Behavior<NodeActor.Executed> answered(NodeActor.Executed executed) {
        long sequence = executed.id().sequence();
        Request request = open.get((int) (sequence & (1 << SLOT_BITS) - 1));
        if (request.number() == sequence >>> SLOT_BITS) {
            request.done(executed.outcome() instanceof Outcome.Committed);
        }
        return Behaviors.same();
    }
}
