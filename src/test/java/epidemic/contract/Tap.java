package epidemic.contract;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.storage.DiskCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Stands between a node and its log, its peers and its clients. All that the node tells them goes into one mailbox, so the
 * order in which it did is known; then it goes on its way.
 */
final class Tap extends AbstractBehavior<Object> {
    private final NodeId node;
    private final ActorRef<Object> log;
    private final BiConsumer<NodeId, NodeCall.Envelope> network;
    private final ContractHost.Watcher watcher;
    private final List<Object> held = new ArrayList<>();
    private boolean isClosed;

    /** Mail of the node. */
    record Outgoing(NodeId to, NodeCall.Envelope envelope) {}

    /** Whether the log may be read. */
    enum Gate {
        OPEN,
        CLOSED
    }

    private Tap(
            ActorContext<Object> context,
            NodeId node,
            ActorRef<Object> log,
            BiConsumer<NodeId, NodeCall.Envelope> network,
            ContractHost.Watcher watcher) {
        super(context);
        this.node = node;
        this.log = log;
        this.network = network;
        this.watcher = watcher;
    }

    static Behavior<Object> create(
            NodeId node,
            ActorRef<Object> log,
            BiConsumer<NodeId, NodeCall.Envelope> network,
            ContractHost.Watcher watcher) {
        return Behaviors.setup(context -> new Tap(context, node, log, network, watcher));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Outgoing.class, this::onOutgoing)
                .onMessage(NodeCall.Executed.class, this::onExecuted)
                .onMessage(Gate.class, this::onGate)
                .onMessage(DiskCall.Append.class, this::onAppend)
                .onAnyMessage(this::onRead)
                .build();
    }

    private Behavior<Object> onOutgoing(Outgoing outgoing) {
        watcher.effect(node, "send " + ((Rig.Word) outgoing.envelope().message()).text());
        network.accept(outgoing.to(), outgoing.envelope());
        return this;
    }

    private Behavior<Object> onExecuted(NodeCall.Executed executed) {
        watcher.effect(node, "reply " + executed.id());
        watcher.heard(executed.id(), executed.outcome());
        return this;
    }

    private Behavior<Object> onGate(Gate gate) {
        isClosed = gate == Gate.CLOSED;
        if (!isClosed) {
            held.forEach(log::tell);
            held.clear();
        }
        return this;
    }

    private Behavior<Object> onAppend(DiskCall.Append append) {
        append.entries().forEach(entry -> watcher.effect(node, "append " + entry.version()));
        log.tell(append);
        return this;
    }

    private Behavior<Object> onRead(Object read) {
        if (isClosed) {
            held.add(read);
        } else {
            log.tell(read);
        }
        return this;
    }
}
