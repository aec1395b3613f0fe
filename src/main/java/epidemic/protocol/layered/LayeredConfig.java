package epidemic.protocol.layered;

import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of {@code layered}, as {@code application.conf} documents them.
 *
 * @param core eager replication
 * @param layer1 the count trigger, and sessions at layer 1
 * @param layer2Interval the period of the pushes from B2, above 0
 * @param historyWindow how many of the newest versions each node holds in memory
 * @param idleClientsMax how many clients each node remembers whose requests lie all before that window
 * @param propagationMaxVersions how many versions one message on a lazy link carries at most, 1 or more
 * @param reparent whether a node of layer 1 or 2 is fed by another node while its usual source is away
 * @param mutant the planted error, NONE but in simulations
 */
record LayeredConfig(
        Core core,
        Layer1 layer1,
        Duration layer2Interval,
        long historyWindow,
        int idleClientsMax,
        int propagationMaxVersions,
        boolean reparent,
        LayeredMutant mutant) {
    /** Members times twice the open updates of one: what a core node may hold and not have applied. */
    private static final long WINDOW_PER_OPEN_UPDATE = 2L * LayeredTopology.CORE.size();

    /** Checks ranges. */
    LayeredConfig {
        requirePositive("layer2.interval", layer2Interval);
        require(idleClientsMax >= 0, "idle-clients-max", idleClientsMax, "0 or more");
        require(propagationMaxVersions >= 1, "propagation-max-versions", propagationMaxVersions, "1 or more");
        long windowMin = WINDOW_PER_OPEN_UPDATE * core.maxInFlight();
        require(
                historyWindow >= windowMin,
                "history-window",
                historyWindow,
                windowMin + " or more (" + WINDOW_PER_OPEN_UPDATE + " times core.max-in-flight)");
    }

    /**
     * Eager replication.
     *
     * @param onFailure what happens while a core node is away
     * @param reads how reads make sure that their node is in the newest view
     * @param ackTimeout how long a core node may be silent at most until it counts as away, above twice the heartbeat
     *     interval
     * @param suspicionMin how long it may be silent at least, with RECONFIGURE, above 0; three heartbeat intervals
     *     if it is less, {@code ackTimeout} if it is more
     * @param heartbeatInterval above 0
     * @param retryInterval the first pause before an unanswered question is repeated, above 0
     * @param maxInFlight open updates of one node, 1 or more; above it they are refused
     * @param batchMaxTransactions 1 or more
     * @param batchMaxBytes of keys and values in one batch, 1 or more; a single larger update is a batch of its own
     * @param journalMaxBytes of keys and values in the journal until it is rewritten, 1 or more
     */
    record Core(
            OnFailure onFailure,
            CoreReadMode reads,
            Duration ackTimeout,
            Duration suspicionMin,
            Duration heartbeatInterval,
            Duration retryInterval,
            int maxInFlight,
            int batchMaxTransactions,
            int batchMaxBytes,
            long journalMaxBytes) {
        /** Checks ranges. */
        Core {
            requirePositive("core.heartbeat-interval", heartbeatInterval);
            requirePositive("core.retry-interval", retryInterval);
            require(
                    ackTimeout.compareTo(heartbeatInterval.multipliedBy(2)) > 0,
                    "core.ack-timeout",
                    ackTimeout,
                    "more than twice core.heartbeat-interval, " + heartbeatInterval + ",");
            requirePositive("core.suspicion-min", suspicionMin);
            require(maxInFlight >= 1, "core.max-in-flight", maxInFlight, "1 or more");
            require(batchMaxTransactions >= 1, "core.batch-max-transactions", batchMaxTransactions, "1 or more");
            require(batchMaxBytes >= 1, "core.batch-max-bytes", batchMaxBytes, "1 or more");
            require(journalMaxBytes >= 1, "core.journal-max-bytes", journalMaxBytes, "1 or more");
        }

        /** Whether a majority goes on without the others. */
        boolean reconfigures() {
            return onFailure == OnFailure.RECONFIGURE;
        }

        /**
         * The shortest silence after which a core node may count as away. With REFUSE it is the longest, too: there is
         * nothing that suspecting a node early would speed up.
         */
        Duration suspicionLeast() {
            Duration threeHeartbeats = heartbeatInterval.multipliedBy(3);
            Duration least = suspicionMin.compareTo(threeHeartbeats) < 0 ? threeHeartbeats : suspicionMin;
            return reconfigures() && least.compareTo(ackTimeout) < 0 ? least : ackTimeout;
        }
    }

    /** What happens while a core node is away. */
    enum OnFailure {
        /** No updates until it is back. */
        REFUSE,
        /** A majority forms a view without it. */
        RECONFIGURE
    }

    /** How core reads make sure that their node is in the newest view, while nodes may be left out of views. */
    enum CoreReadMode {
        /** By leases that heartbeats carry, and clocks. */
        LEASE,
        /** By asking the other members. */
        CONFIRM
    }

    /**
     * The count trigger, and sessions at layer 1.
     *
     * @param every how many updates fire the trigger, 1 or more
     * @param unit what is an update
     * @param flushAfter how long the core must be idle until the tail is propagated, too; empty for never
     * @param sessionWait how long a reader waits whose session has seen a newer version, 0 or more
     */
    record Layer1(long every, UpdateUnit unit, Optional<Duration> flushAfter, Duration sessionWait) {
        /** Checks ranges. */
        Layer1 {
            require(every >= 1, "layer1.every", every, "1 or more");
            flushAfter.ifPresent(duration -> requirePositive("layer1.flush-after", duration));
            require(!sessionWait.isNegative(), "layer1.session-wait", sessionWait, "0 or more");
        }
    }

    /** What the count trigger counts. */
    enum UpdateUnit {
        /** Update transactions, that is versions. */
        TRANSACTION,
        /** Their writes and appends. */
        WRITE
    }

    /**
     * Reads the block {@code epidemic.layered}.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it and what is allowed
     */
    static LayeredConfig of(Settings settings) {
        Core core = new Core(
                choice(OnFailure.class, "core.on-failure", settings),
                choice(CoreReadMode.class, "core.reads", settings),
                settings.duration("core.ack-timeout"),
                settings.duration("core.suspicion-min"),
                settings.duration("core.heartbeat-interval"),
                settings.duration("core.retry-interval"),
                intOf(settings, "core.max-in-flight"),
                intOf(settings, "core.batch-max-transactions"),
                intOf(settings, "core.batch-max-bytes"),
                settings.number("core.journal-max-bytes"));
        Layer1 layer1 = new Layer1(
                settings.number("layer1.every"),
                choice(UpdateUnit.class, "update-unit", settings),
                settings.optionalDuration("layer1.flush-after"),
                settings.duration("layer1.session-wait"));
        return new LayeredConfig(
                core,
                layer1,
                settings.duration("layer2.interval"),
                settings.number("history-window"),
                intOf(settings, "idle-clients-max"),
                intOf(settings, "propagation-max-versions"),
                settings.flag("reparent"),
                LayeredMutant.NONE);
    }

    /** The same with a planted error. */
    LayeredConfig with(LayeredMutant planted) {
        return new LayeredConfig(
                core, layer1, layer2Interval, historyWindow, idleClientsMax, propagationMaxVersions, reparent, planted);
    }

    /** One of the constants, in lower case. */
    private static <E extends Enum<E>> E choice(Class<E> type, String name, Settings settings) {
        String text = settings.text(name);
        List<String> allowed = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String code = constant.name().toLowerCase(Locale.ROOT);
            if (code.equals(text)) {
                return constant;
            }
            allowed.add(code);
        }
        throw new IllegalArgumentException(
                "epidemic.layered." + name + " = " + text + ": " + String.join(" or ", allowed) + " is allowed");
    }

    private static int intOf(Settings settings, String name) {
        long number = settings.number(name);
        require(number <= Integer.MAX_VALUE, name, number, "at most " + Integer.MAX_VALUE);
        return (int) number;
    }

    private static void requirePositive(String name, Duration duration) {
        require(!duration.isNegative() && !duration.isZero(), name, duration, "above 0");
    }

    private static void require(boolean condition, String name, Object found, String allowed) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "epidemic.layered." + name + " = " + found + ": " + allowed + " is allowed");
        }
    }
}
