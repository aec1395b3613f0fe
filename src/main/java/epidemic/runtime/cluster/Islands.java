package epidemic.runtime.cluster;

import epidemic.runtime.config.ClusterSettings;
import epidemic.runtime.wire.Parcel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;

/**
 * Finds out that there are two clusters. The first seed begins one of its own when no other seed answers it in time, as
 * after a partition; Pekko never joins two. So every process asks the seeds that are no members of its cluster who they
 * are, and the one in the smaller cluster (of two of one size: the one whose first member comes later) starts anew, and
 * joins the other, if a seed is there to be joined.
 *
 * <p>A cluster that has lost every node of the core is one that it will never be part of again: those that it has put out
 * cannot be called any more, and do not know where to look. So its processes start anew, and wait for the core where the
 * seeds are. One that holds a seed stays, for the core finds it there; started anew, its processes would only meet again.
 * Confined to the host.
 */
final class Islands {
    /** So long a smaller cluster has to be seen: gossip is late. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final long FORGOTTEN_NANOS = Duration.ofSeconds(5).toNanos();

    private final ClusterSettings settings;
    private final String core;
    private final Neighbours neighbours;
    private OptionalLong adriftSinceNanos = OptionalLong.empty();
    private final Map<Address, Sight> larger = new HashMap<>();

    private record Sight(long sinceNanos, long lastNanos) {}

    /**
     * Of one process.
     *
     * @param core the role of nodes that decide
     */
    Islands(ClusterSettings settings, String core, Neighbours neighbours) {
        this.settings = settings;
        this.core = core;
        this.neighbours = neighbours;
    }

    /** The seeds that are no members. Bounded by the list of seeds. */
    List<Address> strangers() {
        return seeds().filter(place -> !neighbours.isMember(place)).toList();
    }

    private Stream<Address> seeds() {
        return settings.seeds().stream()
                .map(seed -> new Address("pekko", ClusterNode.SYSTEM, seed.host(), seed.port()));
    }

    /**
     * Looks whether the core is in this process's cluster, or can find it.
     *
     * @return why this process has to start anew, or empty if it has not
     */
    Optional<String> adrift(long nowNanos) {
        if (settings.seeds().isEmpty() || !neighbours.isIn() || neighbours.has(core) || holdsSeed()) {
            adriftSinceNanos = OptionalLong.empty();
            return Optional.empty();
        }
        adriftSinceNanos = OptionalLong.of(adriftSinceNanos.orElse(nowNanos));
        return nowNanos - adriftSinceNanos.getAsLong() > settings.stableAfter().toNanos()
                ? Optional.of("no node of the core and no seed is in its cluster")
                : Optional.empty();
    }

    private boolean holdsSeed() {
        return seeds().anyMatch(neighbours::isMember);
    }

    /**
     * An established process told of itself.
     *
     * @return why this process has to start anew, or empty if it has not
     */
    Optional<String> met(Address place, Parcel.Presence presence, long nowNanos) {
        boolean isSeed = seeds().anyMatch(place::equals);
        if (!isSeed || neighbours.isMember(place) || !isLarger(presence)) {
            larger.remove(place);
            return Optional.empty();
        }
        Sight before = larger.get(place);
        boolean isFresh = before == null || nowNanos - before.lastNanos() > FORGOTTEN_NANOS;
        Sight sight = new Sight(isFresh ? nowNanos : before.sinceNanos(), nowNanos);
        larger.put(place, sight);
        return nowNanos - sight.sinceNanos() > PATIENCE.toNanos()
                ? Optional.of("there is a larger cluster at " + Neighbours.placeOf(place))
                : Optional.empty();
    }

    private boolean isLarger(Parcel.Presence presence) {
        int own = neighbours.size();
        return presence.members() > own
                || presence.members() == own && presence.firstMember().compareTo(neighbours.first()) < 0;
    }
}
