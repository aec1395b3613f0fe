package epidemic.sim;

/**
 * How disks behave.
 *
 * @param writeNanos the mean time for a group of entries, exponentially distributed, 0 or more
 * @param slow the chance that a group takes {@code slowNanos} more, 0 to 1
 * @param slowNanos see {@code slow}, 0 or more
 * @param tear the chance that a crash loses of what was not confirmed a random tail, perhaps in the middle of an entry;
 *     otherwise all of it reached the disk. 0 to 1
 */
public record DiskConditions(long writeNanos, double slow, long slowNanos, double tear) {
    /** Checks the ranges. */
    public DiskConditions {
        if (writeNanos < 0 || slowNanos < 0) {
            throw new IllegalArgumentException("write " + writeNanos + "ns, slow " + slowNanos + "ns: 0 or more");
        }
        if (!(slow >= 0 && slow <= 1 && tear >= 0 && tear <= 1)) {
            throw new IllegalArgumentException("slow=" + slow + " tear=" + tear + ": a chance of 0 to 1 is allowed");
        }
    }

    /** The same speed without faults. */
    public DiskConditions healed() {
        return new DiskConditions(writeNanos, 0, 0, 0);
    }
}
