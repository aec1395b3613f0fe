package epidemic.lab.layered;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.protocol.layered.LayeredMessage;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether nodes of layers 1 and 2 come to be fed by others than their usual sources, and by those again. */
final class SourceProbes implements SimObserver {
    private static final List<String> NAMES = List.of(
            "layer-1-fed-by-an-adoptive-source",
            "layer-2-fed-by-an-adoptive-source",
            "fed-by-the-usual-source-again",
            "propagation-finished-by-another-source");
    private static final Map<NodeId, NodeId> USUAL = Map.of(
            NodeId.of("B1"), NodeId.of("A2"),
            NodeId.of("B2"), NodeId.of("A3"),
            NodeId.of("C1"), NodeId.of("B2"),
            NodeId.of("C2"), NodeId.of("B2"));

    private final Probe layer1Adopted = new Probe(NAMES.get(0));
    private final Probe layer2Adopted = new Probe(NAMES.get(1));
    private final Probe usualAgain = new Probe(NAMES.get(2));
    private final Probe finishedByAnother = new Probe(NAMES.get(3));
    /** What a node took last that it did not hold. */
    private final Map<NodeId, Taken> taken = new HashMap<>();

    private record Taken(NodeId source, boolean isEnd) {}

    static List<String> names() {
        return NAMES;
    }

    List<Probe> all() {
        return List.of(layer1Adopted, layer2Adopted, usualAgain, finishedByAnother);
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof LayeredMessage.Propagate propagate) {
            long last = propagate.afterVersion() + propagate.entries().size();
            if (last > to.view().version() + to.view().pending()) {
                news(from.id(), to.id(), last >= propagate.upTo());
            }
        }
    }

    private void news(NodeId source, NodeId target, boolean isEnd) {
        boolean isUsual = source.equals(USUAL.get(target));
        boolean isLayer1 = target.name().startsWith("B");
        layer1Adopted.seeIf(!isUsual && isLayer1);
        layer2Adopted.seeIf(!isUsual && !isLayer1);
        Taken before = taken.put(target, new Taken(source, isEnd));
        boolean isOther = before != null && !before.source().equals(source);
        usualAgain.seeIf(isOther && isUsual);
        finishedByAnother.seeIf(isOther && isEnd && !before.isEnd());
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        taken.remove(node.id());
    }
}
