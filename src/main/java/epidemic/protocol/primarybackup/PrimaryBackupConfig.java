package epidemic.protocol.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The settings of {@code primary-backup}, as {@code application.conf} documents them.
 *
 * @param mode when a client is told that its update is committed
 * @param nodes N1 and on
 * @param promotion whether another node takes over when the primary is away; otherwise only N1 is ever primary
 * @param timing how long what takes
 * @param limits what can grow, and how far
 * @param mutant the planted error, NONE but in simulations
 */
record PrimaryBackupConfig(
        Mode mode, List<NodeId> nodes, boolean promotion, Timing timing, Limits limits, PrimaryBackupMutant mutant) {
    private static final int NODES_MAX = 9;

    /** When a client is told that its update is committed. */
    enum Mode {
        /** All backups of the view have it. */
        SYNC,
        /** One backup has it. */
        SEMI_SYNC,
        /** The primary has it. */
        ASYNC;

        /** As it stands in the configuration. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Mode named(String text) {
            List<String> codes = new ArrayList<>();
            for (Mode mode : values()) {
                if (mode.code().equals(text)) {
                    return mode;
                }
                codes.add(mode.code());
            }
            throw new IllegalArgumentException(
                    "epidemic.primary-backup.mode = " + text + ": " + String.join(", ", codes) + " are allowed");
        }
    }

    /**
     * How long what takes.
     *
     * @param beatInterval how often a primary tells its backups that it is there, above 0
     * @param suspectAfter how long a node may be silent until it counts as away, twice the beat interval or more
     * @param leaveOutAfter how long a backup may be out of step until SYNC does not wait for it any more; 0 for ever
     * @param retryInterval how long an answer may take until the question is asked again, above 0
     * @param semiSyncWait how long SEMI_SYNC waits for a backup, above 0
     * @param forwardTimeout how long a node holds a request for which there is no primary, above 0
     * @param sessionWait how long a stale read waits for what its session has seen, 0 or more
     */
    record Timing(
            Duration beatInterval,
            Duration suspectAfter,
            Duration leaveOutAfter,
            Duration retryInterval,
            Duration semiSyncWait,
            Duration forwardTimeout,
            Duration sessionWait) {
        /** Checks ranges. */
        Timing {
            requirePositive("beat-interval", beatInterval);
            require(
                    suspectAfter.compareTo(beatInterval.multipliedBy(2)) >= 0,
                    "suspect-after",
                    suspectAfter,
                    "twice beat-interval, " + beatInterval + ", or more");
            require(!leaveOutAfter.isNegative(), "leave-out-after", leaveOutAfter, "0 or more");
            requirePositive("retry-interval", retryInterval);
            requirePositive("semi-sync-wait", semiSyncWait);
            requirePositive("forward-timeout", forwardTimeout);
            require(!sessionWait.isNegative(), "session-wait", sessionWait, "0 or more");
        }
    }

    /**
     * What can grow, and how far.
     *
     * @param maxInFlight updates that are held and not committed, and requests of each other sort that wait, 1 or more
     * @param batchMaxUpdates updates in one message, 1 or more
     * @param historyWindow versions that are held in memory, twice {@code maxInFlight} or more
     * @param idleClientsMax clients remembered whose requests lie all before that window, 0 or more
     * @param journalMaxBytes of keys and values in the journal until it is rewritten, 1 or more
     */
    record Limits(int maxInFlight, int batchMaxUpdates, long historyWindow, int idleClientsMax, long journalMaxBytes) {
        /** Checks ranges. */
        Limits {
            require(maxInFlight >= 1, "max-in-flight", maxInFlight, "1 or more");
            require(batchMaxUpdates >= 1, "batch-max-updates", batchMaxUpdates, "1 or more");
            require(
                    historyWindow >= 2L * maxInFlight,
                    "history-window",
                    historyWindow,
                    2L * maxInFlight + " or more (2 times max-in-flight)");
            require(idleClientsMax >= 0, "idle-clients-max", idleClientsMax, "0 or more");
            require(journalMaxBytes >= 1, "journal-max-bytes", journalMaxBytes, "1 or more");
        }
    }

    /** Copies the nodes. */
    PrimaryBackupConfig {
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads the block {@code epidemic.primary-backup}.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it and what is allowed
     */
    static PrimaryBackupConfig of(Settings settings) {
        Timing timing = new Timing(
                settings.duration("beat-interval"),
                settings.duration("suspect-after"),
                settings.duration("leave-out-after"),
                settings.duration("retry-interval"),
                settings.duration("semi-sync-wait"),
                settings.duration("forward-timeout"),
                settings.duration("session-wait"));
        Limits limits = new Limits(
                intOf(settings, "max-in-flight"),
                intOf(settings, "batch-max-updates"),
                settings.number("history-window"),
                intOf(settings, "idle-clients-max"),
                settings.number("journal-max-bytes"));
        return new PrimaryBackupConfig(
                Mode.named(settings.text("mode")),
                nodes(settings.number("nodes")),
                settings.flag("promotion"),
                timing,
                limits,
                PrimaryBackupMutant.NONE);
    }

    private static List<NodeId> nodes(long count) {
        require(count >= 1 && count <= NODES_MAX, "nodes", count, "1 to " + NODES_MAX);
        List<NodeId> nodes = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            nodes.add(NodeId.of("N" + number));
        }
        return nodes;
    }

    /** The same with a planted error. */
    PrimaryBackupConfig with(PrimaryBackupMutant planted) {
        return new PrimaryBackupConfig(mode, nodes, promotion, timing, limits, planted);
    }

    /** More than a half of the nodes. */
    int majority() {
        return nodes.size() / 2 + 1;
    }

    /**
     * How many nodes must promise an epoch, so that one of them has whatever was confirmed before. SYNC confirms at a
     * majority of the nodes or more, SEMI_SYNC at two.
     */
    int promises() {
        return mode == Mode.SEMI_SYNC ? Math.max(majority(), nodes.size() - 1) : majority();
    }

    /** Whether a node may become primary by itself. */
    boolean mayStand(NodeId node) {
        return promotion || node.equals(nodes.get(0));
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
                    "epidemic.primary-backup." + name + " = " + found + ": " + allowed + " is allowed");
        }
    }
}
