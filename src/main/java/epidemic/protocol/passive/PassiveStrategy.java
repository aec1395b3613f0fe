package epidemic.protocol.passive;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.Mutant;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.model.transfer.Chunk;
import java.util.List;

/** Passive replication: a main replica, and others that copy each of its updates a cache time after it was made. */
public final class PassiveStrategy implements Strategy {
    private static final MessageCodec CODEC = new PassiveCodec();

    @Override
    public String name() {
        return "passive";
    }

    @Override
    public String summary() {
        return "a main replica takes all updates; the others copy each of them a cache time after it was made";
    }

    @Override
    public Topology topology(Settings settings) {
        PassiveConfig config = PassiveConfig.of(settings);
        String time = CacheTime.seconds(config.cache().toNanos()) + "s";
        List<Topology.Layer> layers = List.of(
                new Topology.Layer("main", "strong", List.of(PassiveConfig.MAIN)),
                new Topology.Layer("replicas", "as old as the cache time", config.copies()));
        List<Topology.Link> links = config.copies().stream()
                .map(copy -> new Topology.Link(
                        PassiveConfig.MAIN,
                        copy,
                        Topology.Kind.LAZY,
                        "a cache time after each update, " + time + " unless set"))
                .toList();
        return new Topology(layers, links);
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        return replica(node, PassiveConfig.of(settings));
    }

    /** The window of requests is made of kept entries. */
    @Override
    public Kept kept(Settings settings) {
        PassiveConfig config = PassiveConfig.of(settings);
        return new Kept(config.historyWindow(), "as passive.history-window", config.idleClientsMax());
    }

    @Override
    public Batch largestBatch(Settings settings) {
        return new Batch(Chunk.CHARACTERS_MAX, "versions that are copied at once");
    }

    @Override
    public MessageCodec codec() {
        return CODEC;
    }

    @Override
    public List<Mutant> mutants() {
        return PassiveMutant.all();
    }

    @Override
    public Replica mutant(String mutant, NodeId node, Settings settings) {
        return replica(node, PassiveConfig.of(settings).with(PassiveMutant.named(mutant)));
    }

    private static Replica replica(NodeId node, PassiveConfig config) {
        if (node.equals(PassiveConfig.MAIN)) {
            return new MainReplica(node, config);
        }
        if (config.copies().contains(node)) {
            return new CopyReplica(node, config);
        }
        throw new IllegalArgumentException(
                "no node " + node + " in passive: M and R1 to R" + config.replicas() + " are");
    }
}
