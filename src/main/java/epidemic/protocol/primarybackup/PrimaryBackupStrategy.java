package epidemic.protocol.primarybackup;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.Mutant;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.List;

/** A primary and its backups: sync, semi-sync or async, with promotion. */
public final class PrimaryBackupStrategy implements Strategy {
    private static final MessageCodec CODEC = new PrimaryBackupCodec();

    @Override
    public String name() {
        return "primary-backup";
    }

    @Override
    public String summary() {
        return "a primary and its backups: told when all, one or none of them have it; a backup is promoted";
    }

    @Override
    public Topology topology(Settings settings) {
        PrimaryBackupConfig config = PrimaryBackupConfig.of(settings);
        boolean isAsync = config.mode() == PrimaryBackupConfig.Mode.ASYNC;
        List<Topology.Layer> layers = List.of(
                new Topology.Layer("fresh", isAsync ? "the primary's, a prefix" : "linearizable", config.nodes()),
                new Topology.Layer(Topology.Layer.STALE, "a prefix", config.nodes()));
        List<Topology.Link> links = new ArrayList<>();
        for (NodeId from : config.nodes()) {
            for (NodeId to : config.nodes()) {
                if (!from.equals(to)) {
                    Topology.Kind kind = isAsync ? Topology.Kind.LAZY : Topology.Kind.EAGER;
                    links.add(new Topology.Link(from, to, kind, "every update of a primary"));
                }
            }
        }
        return new Topology(layers, links);
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        return replica(node, PrimaryBackupConfig.of(settings));
    }

    /** The window of requests is made of kept entries. */
    @Override
    public Kept kept(Settings settings) {
        PrimaryBackupConfig.Limits limits = PrimaryBackupConfig.of(settings).limits();
        return new Kept(
                Long.MAX_VALUE,
                "a backup that is far behind is sent versions, not a snapshot",
                limits.idleClientsMax());
    }

    @Override
    public Batch largestBatch(Settings settings) {
        return new Batch(Backups.MESSAGE_CHARACTERS_MAX, "updates that are replicated at once");
    }

    @Override
    public MessageCodec codec() {
        return CODEC;
    }

    @Override
    public List<Mutant> mutants() {
        return PrimaryBackupMutant.all();
    }

    @Override
    public Replica mutant(String mutant, NodeId node, Settings settings) {
        return replica(node, PrimaryBackupConfig.of(settings).with(PrimaryBackupMutant.named(mutant)));
    }

    private static Replica replica(NodeId node, PrimaryBackupConfig config) {
        if (!config.nodes().contains(node)) {
            throw new IllegalArgumentException("no node " + node + " in primary-backup: N1 to N"
                    + config.nodes().size() + " are (primary-backup.nodes)");
        }
        return new PrimaryBackupReplica(node, config);
    }
}
