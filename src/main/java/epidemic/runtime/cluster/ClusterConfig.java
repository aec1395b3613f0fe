package epidemic.runtime.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.runtime.config.ClusterSettings;
import epidemic.runtime.wire.Frame;
import epidemic.runtime.wire.FrameSerializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Pekko is told of the cluster: all of it follows from the block {@code epidemic.cluster}. */
public final class ClusterConfig {
    private static final int ENVELOPE_BYTES_MAX = 16 << 10;
    private static final int REMOTE_THREADS = 2;
    private static final int QUEUED_SHORT = 1_024;
    private static final int BUFFERS_KEPT = 8;

    private ClusterConfig() {}

    /**
     * The configuration of the actor system of a node's process.
     *
     * @param root everything else
     */
    public static Config of(Config root, ClusterSettings settings, NodeId node, Topology topology) {
        Map<String, Object> pekko = new HashMap<>();
        pekko.put("actor.provider", "cluster");
        pekko.put("actor.serializers.epidemic-frame", FrameSerializer.class.getName());
        pekko.put(
                "actor.serialization-bindings",
                Map.of(ConfigUtil.quoteString(Frame.class.getName()), "epidemic-frame"));
        putRemoting(settings, pekko);
        putCluster(settings, node, topology, pekko);
        return ConfigFactory.parseMap(pekko, "epidemic.cluster").atPath("pekko").withFallback(root);
    }

    private static void putRemoting(ClusterSettings settings, Map<String, Object> pekko) {
        int frame = settings.frameBytesMax() + ENVELOPE_BYTES_MAX;
        String artery = "remote.artery.";
        pekko.put(artery + "transport", settings.tls().isPresent() ? "tls-tcp" : "tcp");
        pekko.put(artery + "canonical.hostname", settings.host());
        pekko.put(artery + "canonical.port", settings.port());
        pekko.put(artery + "bind.hostname", settings.bindHost());
        pekko.put(artery + "large-message-destinations", List.of("/user/" + ClusterNode.BULK));
        pekko.put(artery + "advanced.maximum-frame-size", frame);
        pekko.put(artery + "advanced.maximum-large-frame-size", frame);
        pekko.put(artery + "advanced.buffer-pool-size", BUFFERS_KEPT);
        pekko.put(artery + "advanced.large-buffer-pool-size", BUFFERS_KEPT);
        pekko.put(artery + "advanced.outbound-message-queue-size", QUEUED_SHORT);
        pekko.put(
                artery + "advanced.outbound-large-message-queue-size",
                1 + settings.parcelBytesMax() / settings.frameBytesMax());
        pekko.put(artery + "advanced.inbound-lanes", 1);
        putRemotePool(pekko);
    }

    /**
     * Streams and sockets take turns on threads of their own: each message between processes crosses several of their
     * actors, and waking another pool's thread for each of them costs more than what they do.
     */
    private static void putRemotePool(Map<String, Object> pekko) {
        String pool = "remote.default-remote-dispatcher";
        pekko.put(pool + ".executor", "thread-pool-executor");
        pekko.put(pool + ".thread-pool-executor.fixed-pool-size", REMOTE_THREADS);
        pekko.put("io.tcp.worker-dispatcher", "pekko." + pool);
    }

    private static void putCluster(
            ClusterSettings settings, NodeId node, Topology topology, Map<String, Object> pekko) {
        int layer = topology.layerOf(node).orElseThrow();
        List<String> seeds = settings.seeds().stream()
                .map(seed -> "pekko://" + ClusterNode.SYSTEM + "@" + seed)
                .toList();
        pekko.put("cluster.seed-nodes", seeds);
        pekko.put("cluster.roles", List.of(roleOf(topology, layer), Neighbours.roleOf(node)));
        pekko.put("cluster.jmx.enabled", "off");
        pekko.put("cluster.downing-provider-class", "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");
        pekko.put("cluster.split-brain-resolver.active-strategy", "keep-majority");
        pekko.put("cluster.split-brain-resolver.keep-majority.role", roleOf(topology, 0));
        pekko.put(
                "cluster.split-brain-resolver.stable-after",
                settings.stableAfter().toMillis() + "ms");
        pekko.put("cluster.split-brain-resolver.down-all-when-unstable", "off");
    }

    /** A layer's name as a role: {@code core}, {@code layer-1}. */
    static String roleOf(Topology topology, int layer) {
        return topology.layers().get(layer).name().replace(' ', '-');
    }
}
