package epidemic.kernel;

import java.util.List;

/** What every host checks when a replica asks for an effect. A replica that breaks these rules stops, with its batch. */
public final class Effects {
    private Effects() {}

    /**
     * Checks the delay of a timer.
     *
     * @throws Invariants.Violation if it is negative
     */
    public static void checkDelay(NodeId node, TimerKey key, long delayNanos) {
        if (delayNanos < 0) {
            throw new Invariants.Violation(
                    node + " sets timer " + key.name() + " with a delay of " + delayNanos + "ns: 0 or more is allowed");
        }
    }

    /**
     * Checks the time for an answer.
     *
     * @throws Invariants.Violation if there is none
     */
    public static void checkTimeout(NodeId node, Message question, long timeoutNanos) {
        if (timeoutNanos <= 0) {
            throw new Invariants.Violation(node + " gives " + timeoutNanos + "ns for an answer to " + question.kind()
                    + ": more than 0 is allowed");
        }
    }

    /**
     * Checks a load.
     *
     * @throws Invariants.Violation if it begins before version 1 or asks for nothing
     */
    public static void checkLoad(NodeId node, long afterVersion, int limit) {
        if (afterVersion < 0 || limit < 1) {
            throw new Invariants.Violation(node + " loads " + limit + " versions after " + afterVersion
                    + ": 1 or more after version 0 or more are allowed");
        }
    }

    /**
     * Checks what is to take the place of a log.
     *
     * @param lastVersion the newest version in the log
     * @throws Invariants.Violation if the snapshot is not above it, or the entries have a gap
     */
    public static void checkReplacement(NodeId node, Snapshot snapshot, List<VersionEntry> entries, long lastVersion) {
        if (snapshot.version() <= lastVersion) {
            throw new Invariants.Violation(
                    node + ": a " + snapshot + " in place of a log up to version " + lastVersion);
        }
        long version = snapshot.version();
        for (VersionEntry entry : entries) {
            checkNext(node, entry, version);
            version = entry.version();
        }
    }

    /**
     * Checks that an entry is the next one.
     *
     * @param lastVersion the version of the entry before it, 0 if there is none
     * @throws Invariants.Violation if it is another one
     */
    public static void checkNext(NodeId node, VersionEntry entry, long lastVersion) {
        if (entry.version() != lastVersion + 1) {
            throw new Invariants.Violation(
                    node + ": version " + entry.version() + " appended, not " + (lastVersion + 1));
        }
    }
}
