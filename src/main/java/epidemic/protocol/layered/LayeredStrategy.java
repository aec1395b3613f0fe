package epidemic.protocol.layered;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.Mutant;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.model.transfer.Chunk;
import java.util.List;

/** Layered epidemic replication: seven nodes, three layers, three consistency guarantees. */
public final class LayeredStrategy implements Strategy {
    private static final MessageCodec CODEC = new LayeredCodec();

    @Override
    public String name() {
        return "layered";
    }

    @Override
    public String summary() {
        return "seven nodes in three layers: a strictly serializable core, fed lazily a causal and a weak layer";
    }

    @Override
    public Topology topology(Settings settings) {
        return LayeredTopology.describe(LayeredConfig.of(settings));
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        return replica(node, LayeredConfig.of(settings));
    }

    /** The window of requests is made of kept entries; and the versions behind the last that was released are fed. */
    @Override
    public Kept kept(Settings settings) {
        LayeredConfig config = LayeredConfig.of(settings);
        return new Kept(
                Math.max(config.historyWindow(), config.layer1().every()),
                "as layered.history-window, and layered.layer1.every",
                config.idleClientsMax());
    }

    @Override
    public Batch largestBatch(Settings settings) {
        long batch = LayeredConfig.of(settings).core().batchMaxBytes();
        return batch > Chunk.CHARACTERS_MAX
                ? new Batch(batch, "layered.core.batch-max-bytes")
                : new Batch(Chunk.CHARACTERS_MAX, "a propagation");
    }

    @Override
    public MessageCodec codec() {
        return CODEC;
    }

    @Override
    public List<Mutant> mutants() {
        return LayeredMutant.all();
    }

    @Override
    public Replica mutant(String mutant, NodeId node, Settings settings) {
        return replica(node, LayeredConfig.of(settings).with(LayeredMutant.named(mutant)));
    }

    private static Replica replica(NodeId node, LayeredConfig config) {
        if (LayeredTopology.CORE.contains(node)) {
            return new CoreReplica(node, config);
        }
        if (LayeredTopology.LAYER_1.contains(node)) {
            return LazyReplica.layer1(node, config);
        }
        if (LayeredTopology.LAYER_2.contains(node)) {
            return LazyReplica.layer2(node, config);
        }
        throw new IllegalArgumentException("no node " + node + " in layered: A1, A2, A3, B1, B2, C1 and C2 are");
    }
}
