package epidemic.protocol.replicatedlog;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.Mutant;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import java.util.List;

/** A replicated log: a master that appends, and secondaries that hold a prefix, with a write concern for each message. */
public final class ReplicatedLogStrategy implements Strategy {
    private static final MessageCodec CODEC = new ReplicatedLogCodec();

    @Override
    public String name() {
        return "replicated-log";
    }

    @Override
    public String summary() {
        return "a master and its secondaries: one list of messages in total order, each exactly once, with a write concern";
    }

    @Override
    public Topology topology(Settings settings) {
        return ReplicatedLogTopology.describe(ReplicatedLogConfig.of(settings));
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        return replica(node, ReplicatedLogConfig.of(settings));
    }

    /** The messages are the log: none of them can become a snapshot. */
    @Override
    public Kept kept(Settings settings) {
        return new Kept(
                Long.MAX_VALUE,
                "a replicated log keeps all messages",
                ReplicatedLogConfig.of(settings).idleClientsMax());
    }

    @Override
    public Batch largestBatch(Settings settings) {
        return new Batch(ReplicatedLogConfig.of(settings).push().bytesMax(), "replicated-log.batch-max-bytes");
    }

    @Override
    public MessageCodec codec() {
        return CODEC;
    }

    @Override
    public List<Mutant> mutants() {
        return ReplicatedLogMutant.all();
    }

    @Override
    public Replica mutant(String mutant, NodeId node, Settings settings) {
        return replica(node, ReplicatedLogConfig.of(settings).with(ReplicatedLogMutant.named(mutant)));
    }

    private static Replica replica(NodeId node, ReplicatedLogConfig config) {
        if (node.equals(ReplicatedLogTopology.MASTER)) {
            return new MasterReplica(config);
        }
        if (ReplicatedLogTopology.isSecondary(node.name(), config.secondaries())) {
            return new SecondaryReplica(node, config);
        }
        throw new IllegalArgumentException(
                "no node " + node + " in replicated-log: M and S1 to S" + config.secondaries() + " are");
    }
}
