package epidemic.protocol.replicatedlog;

import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The settings of {@code replicated-log}, as {@code application.conf} documents them.
 *
 * @param secondaries how many, 1 to {@value #SECONDARIES_MAX}
 * @param writeConcern how many nodes must hold a message whose client does not say, 1 to all
 * @param waitingMax clients that may wait for their write concern, 1 or more
 * @param sessionWait how long a reader waits whose session is ahead, 0 or more
 * @param health when a secondary is suspected and given up
 * @param push how messages go to secondaries
 * @param gap what a secondary keeps of messages behind a gap
 * @param historyWindow how many of the newest messages each node holds by id, 1 or more
 * @param idleClientsMax how many clients are remembered whose requests lie before that window, 0 or more
 * @param test what secondaries do wrong on purpose
 * @param mutant the planted error, NONE but in simulations
 */
record ReplicatedLogConfig(
        int secondaries,
        int writeConcern,
        int waitingMax,
        Duration sessionWait,
        Health health,
        Push push,
        Gap gap,
        long historyWindow,
        int idleClientsMax,
        Test test,
        ReplicatedLogMutant mutant) {
    static final int SECONDARIES_MAX = 50;
    private static final int PORT_MAX = 65_535;
    private static final String ALL = "all";

    /** Checks ranges. */
    ReplicatedLogConfig {
        require(
                writeConcern >= 1 && writeConcern <= secondaries + 1,
                "write-concern",
                writeConcern,
                "1 to " + (secondaries + 1) + " (the number of nodes)");
        require(waitingMax >= 1, "max-waiting", waitingMax, "1 or more");
        require(!sessionWait.isNegative(), "session-wait", sessionWait, "0 or more");
        require(historyWindow >= 1, "history-window", historyWindow, "1 or more");
        require(idleClientsMax >= 0, "idle-clients-max", idleClientsMax, "0 or more");
    }

    /**
     * Heartbeats.
     *
     * @param interval above 0
     * @param suspectedAfter of silence, above the interval
     * @param unhealthyAfter of silence, {@code suspectedAfter} or more
     */
    record Health(Duration interval, Duration suspectedAfter, Duration unhealthyAfter) {
        /** Checks ranges. */
        Health {
            requirePositive("heartbeat-interval", interval);
            require(
                    suspectedAfter.compareTo(interval) > 0,
                    "suspected-after",
                    suspectedAfter,
                    "more than heartbeat-interval, " + interval + ",");
            require(
                    unhealthyAfter.compareTo(suspectedAfter) >= 0,
                    "unhealthy-after",
                    unhealthyAfter,
                    "suspected-after, " + suspectedAfter + ", or more");
        }
    }

    /**
     * Pushes to one secondary.
     *
     * @param timeout for the answer to one, above 0
     * @param retryFirst the first pause before messages are sent again, above 0
     * @param retryMax the longest, {@code retryFirst} or more
     * @param inFlightMax pushes that wait for an answer, 1 or more
     * @param messagesMax in one push, 1 or more
     * @param bytesMax of texts in one push, 1 or more; a single longer message is a push of its own
     */
    record Push(
            Duration timeout, Duration retryFirst, Duration retryMax, int inFlightMax, int messagesMax, int bytesMax) {
        /** Checks ranges. */
        Push {
            requirePositive("push-timeout", timeout);
            requirePositive("retry-interval", retryFirst);
            require(
                    retryMax.compareTo(retryFirst) >= 0,
                    "retry-max",
                    retryMax,
                    "retry-interval, " + retryFirst + ", or more");
            require(inFlightMax >= 1, "max-in-flight", inFlightMax, "1 or more");
            require(messagesMax >= 1, "batch-max-messages", messagesMax, "1 or more");
            require(bytesMax >= 1, "batch-max-bytes", bytesMax, "1 or more");
        }
    }

    /**
     * Messages whose time has not come.
     *
     * @param messagesMax how many behind a gap, 1 or more
     * @param bytesMax of texts behind a gap, and as many of pushes that are held back on purpose, 1 or more
     */
    record Gap(int messagesMax, long bytesMax) {
        /** Checks ranges. */
        Gap {
            require(messagesMax >= 1, "gap-buffer", messagesMax, "1 or more");
            require(bytesMax >= 1, "gap-buffer-bytes", bytesMax, "1 or more");
        }
    }

    /**
     * What secondaries do wrong on purpose, until they are told otherwise.
     *
     * @param nodes their names, or {@code all}
     * @param switches what they do
     * @param perNode what single ones do instead
     */
    record Test(List<String> nodes, Switches switches, Map<String, Switches> perNode) {
        /** What a node does. */
        Switches of(String node) {
            Switches common = nodes.contains(ALL) || nodes.contains(node) ? switches : Switches.OFF;
            return perNode.getOrDefault(node, common);
        }
    }

    /**
     * Reads the block {@code epidemic.replicated-log}.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it and what is allowed
     */
    static ReplicatedLogConfig of(Settings settings) {
        int secondaries = intOf(settings, "secondaries");
        require(
                secondaries >= 1 && secondaries <= SECONDARIES_MAX,
                "secondaries",
                secondaries,
                "1 to " + SECONDARIES_MAX);
        int basePortMax = PORT_MAX - secondaries;
        int basePort = intOf(settings, "base-port");
        require(basePort >= 0 && basePort <= basePortMax, "base-port", basePort, "0 to " + basePortMax);
        Health health = new Health(
                settings.duration("heartbeat-interval"),
                settings.duration("suspected-after"),
                settings.duration("unhealthy-after"));
        Push push = new Push(
                settings.duration("push-timeout"),
                settings.duration("retry-interval"),
                settings.duration("retry-max"),
                intOf(settings, "max-in-flight"),
                intOf(settings, "batch-max-messages"),
                intOf(settings, "batch-max-bytes"));
        return new ReplicatedLogConfig(
                secondaries,
                intOf(settings, "write-concern"),
                intOf(settings, "max-waiting"),
                settings.duration("session-wait"),
                health,
                push,
                new Gap(intOf(settings, "gap-buffer"), settings.number("gap-buffer-bytes")),
                settings.number("history-window"),
                intOf(settings, "idle-clients-max"),
                testOf(settings, secondaries),
                ReplicatedLogMutant.NONE);
    }

    private static Test testOf(Settings settings, int secondaries) {
        List<String> nodes = Arrays.asList(settings.text("test.nodes").split(","));
        for (String node : nodes) {
            require(
                    node.equals(ALL) || ReplicatedLogTopology.isSecondary(node, secondaries),
                    "test.nodes",
                    settings.text("test.nodes"),
                    "all, or names of secondaries separated by commas,");
        }
        Duration delay = settings.duration("test.append-delay");
        require(!delay.isNegative(), "test.append-delay", delay, "0 or more");
        return new Test(
                nodes,
                new Switches(
                        delay.toNanos(),
                        percent(settings, "test.error-before-append"),
                        percent(settings, "test.error-after-append")),
                perNode(settings.text("test.per-node"), secondaries));
    }

    private static Map<String, Switches> perNode(String text, int secondaries) {
        Map<String, Switches> perNode = SwitchesText.parse(text);
        for (String node : perNode.keySet()) {
            require(
                    ReplicatedLogTopology.isSecondary(node, secondaries),
                    "test.per-node",
                    text,
                    SwitchesText.ALLOWED + " of secondaries that are there,");
        }
        return perNode;
    }

    private static int percent(Settings settings, String name) {
        long percent = settings.number(name);
        require(percent >= 0 && percent <= 100, name, percent, "0 to 100 per cent");
        return (int) percent;
    }

    /** The number of nodes. */
    int nodes() {
        return secondaries + 1;
    }

    /** The same with a planted error. */
    ReplicatedLogConfig with(ReplicatedLogMutant planted) {
        return new ReplicatedLogConfig(
                secondaries,
                writeConcern,
                waitingMax,
                sessionWait,
                health,
                push,
                gap,
                historyWindow,
                idleClientsMax,
                test,
                planted);
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
                    "epidemic.replicated-log." + name + " = " + found + ": " + allowed + " is allowed");
        }
    }
}
