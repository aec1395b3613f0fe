package epidemic.protocol.passive;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of {@code passive}, as {@code application.conf} documents them.
 *
 * @param replicas how many others copy the main replica, 1 to {@value #REPLICAS_MAX}
 * @param cache the cache time until the first one is set at run time, 0 or more
 * @param fetchTimeout how long a replica waits for an answer until it asks again, above 0
 * @param sessionWait how long a reader waits whose session has seen a newer version, 0 or more
 * @param maxInFlight transactions at the main replica that wait for its disk, 1 or more; above it they are refused
 * @param historyWindow how many of the newest versions each node holds in memory, 1 or more
 * @param idleClientsMax how many clients each node remembers whose requests lie all before that window, 0 or more
 * @param copyMaxVersions how many versions one message carries at most, 1 or more
 * @param mutant the planted error, NONE but in simulations
 */
record PassiveConfig(
        int replicas,
        Duration cache,
        Duration fetchTimeout,
        Duration sessionWait,
        int maxInFlight,
        long historyWindow,
        int idleClientsMax,
        int copyMaxVersions,
        PassiveMutant mutant) {
    /** With the main replica there are as many nodes as the judges of orders have bits for. */
    static final int REPLICAS_MAX = 63;

    /** The main replica. */
    static final NodeId MAIN = NodeId.of("M");

    /** Checks ranges. */
    PassiveConfig {
        require(replicas >= 1 && replicas <= REPLICAS_MAX, "replicas", replicas, "1 to " + REPLICAS_MAX);
        require(!cache.isNegative(), "cache", cache, "0 or more");
        require(isPositive(fetchTimeout), "fetch-timeout", fetchTimeout, "above 0");
        require(!sessionWait.isNegative(), "session-wait", sessionWait, "0 or more");
        require(maxInFlight >= 1, "max-in-flight", maxInFlight, "1 or more");
        require(historyWindow >= 1, "history-window", historyWindow, "1 or more");
        require(idleClientsMax >= 0, "idle-clients-max", idleClientsMax, "0 or more");
        require(copyMaxVersions >= 1, "copy-max-versions", copyMaxVersions, "1 or more");
    }

    /**
     * Reads the block {@code epidemic.passive}.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it and what is allowed
     */
    static PassiveConfig of(Settings settings) {
        return new PassiveConfig(
                intOf(settings, "replicas"),
                settings.duration("cache"),
                settings.duration("fetch-timeout"),
                settings.duration("session-wait"),
                intOf(settings, "max-in-flight"),
                settings.number("history-window"),
                intOf(settings, "idle-clients-max"),
                intOf(settings, "copy-max-versions"),
                PassiveMutant.NONE);
    }

    /** The same with a planted error. */
    PassiveConfig with(PassiveMutant planted) {
        return new PassiveConfig(
                replicas,
                cache,
                fetchTimeout,
                sessionWait,
                maxInFlight,
                historyWindow,
                idleClientsMax,
                copyMaxVersions,
                planted);
    }

    /** R1, R2 and so on. */
    List<NodeId> copies() {
        List<NodeId> copies = new ArrayList<>();
        for (int number = 1; number <= replicas; number++) {
            copies.add(NodeId.of("R" + number));
        }
        return copies;
    }

    private static int intOf(Settings settings, String name) {
        long number = settings.number(name);
        require(number <= Integer.MAX_VALUE, name, number, "at most " + Integer.MAX_VALUE);
        return (int) number;
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean condition, String name, Object found, String allowed) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "epidemic.passive." + name + " = " + found + ": " + allowed + " is allowed");
        }
    }
}
