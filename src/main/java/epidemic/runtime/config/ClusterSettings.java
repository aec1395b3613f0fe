package epidemic.runtime.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The block {@code epidemic.cluster}.
 *
 * @param host where other nodes reach this one
 * @param bindHost the address to listen on
 * @param port 0 to 65535; 0 takes any free one
 * @param seeds where nodes meet, the first first; none if this node begins a cluster
 * @param awayAfter a process that was silent for so long counts as stopped, above a second
 * @param stableAfter how long the cluster's opinion has to stand, a second or more
 * @param frameBytesMax of one message, {@link #FRAME_MIN} to {@link #FRAME_MAX}
 * @param parcelBytesMax of one parcel
 * @param tls how connections between nodes are encrypted, or empty if they are not
 */
public record ClusterSettings(
        String host,
        String bindHost,
        int port,
        List<Seed> seeds,
        Duration awayAfter,
        Duration stableAfter,
        int frameBytesMax,
        int parcelBytesMax,
        Optional<TlsSettings> tls) {
    static final int FRAME_MIN = 16 << 10;
    static final int FRAME_MAX = 16 << 20;
    private static final int PARCEL_MAX = 1 << 30;
    private static final int PORT_MAX = 65_535;
    private static final int SEEDS_MAX = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern SEED = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])\\:(\\d{1,5})");

    /** A place where nodes meet. */
    public record Seed(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Copies the seeds. */
    public ClusterSettings {
        seeds = List.copyOf(seeds);
    }

    /**
     * Reads the block.
     *
     * @param tls the block inside it
     * @throws ConfigurationException if a value is out of its range
     */
    static ClusterSettings read(StrategySettings cluster, StrategySettings tls) {
        long port = cluster.number("port");
        if (port < 0 || port > PORT_MAX) {
            throw cluster.outOfRange("port", "0 to " + PORT_MAX);
        }
        if (cluster.text("host").isBlank()) {
            throw cluster.outOfRange("host", "a name or an address");
        }
        if (cluster.duration("away-after").compareTo(SECOND) <= 0) {
            throw cluster.outOfRange("away-after", "a duration above 1s");
        }
        if (cluster.duration("stable-after").compareTo(SECOND) < 0) {
            throw cluster.outOfRange("stable-after", "a duration of 1s or more");
        }
        String bindHost = cluster.text("bind-host");
        return new ClusterSettings(
                cluster.text("host"),
                bindHost.isEmpty() ? cluster.text("host") : bindHost,
                (int) port,
                seeds(cluster),
                cluster.duration("away-after"),
                cluster.duration("stable-after"),
                size(cluster, "frame-max", FRAME_MIN, FRAME_MAX),
                size(cluster, "parcel-max", FRAME_MIN, PARCEL_MAX),
                TlsSettings.readMutual(tls));
    }

    private static int size(StrategySettings cluster, String name, int min, int max) {
        long size = cluster.sizeBytes(name);
        if (size < min || size > max) {
            throw cluster.outOfRange(name, "a size of " + min + " to " + max + " bytes");
        }
        return (int) size;
    }

    private static List<Seed> seeds(StrategySettings cluster) {
        String text = cluster.text("seeds");
        Set<Seed> seeds = new LinkedHashSet<>();
        if (text.isBlank()) {
            return List.of();
        }
        for (String part : text.split(",", -1)) {
            Matcher matcher = SEED.matcher(part.strip());
            if (!matcher.matches() || !isPort(matcher.group(2))) {
                throw cluster.outOfRange(
                        "seeds", "'" + part.strip() + "' is no place; host:port, with commas between several,");
            }
            if (!seeds.add(new Seed(matcher.group(1), Integer.parseInt(matcher.group(2))))) {
                throw cluster.outOfRange("seeds", "'" + part.strip() + "' stands twice; each place once");
            }
        }
        if (seeds.size() > SEEDS_MAX) {
            throw cluster.outOfRange("seeds", "up to " + SEEDS_MAX + " of them");
        }
        return new ArrayList<>(seeds);
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= PORT_MAX;
    }
}
