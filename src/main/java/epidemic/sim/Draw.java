package epidemic.sim;

/**
 * Randomness as a pure function: the same numbers in, the same numbers out, whatever was drawn before. The mixing is
 * that of SplitMix64.
 *
 * <p>Literature: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, section 5.
 */
public final class Draw {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    private static final int SHIFT = 11;

    private Draw() {}

    /** Well-mixed bits of one number. */
    public static long mix(long bits) {
        long mixed = bits + GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Well-mixed bits of a stream and a number in it. */
    public static long mix(long stream, long number) {
        return mix(stream ^ (number * GAMMA));
    }

    /** A number of [0, 1) out of mixed bits. */
    static double unit(long bits) {
        return (bits >>> SHIFT) * UNIT;
    }

    /** Whether something of this chance (0 never, 1 always) happens. */
    static boolean happens(long bits, double chance) {
        return unit(bits) < chance;
    }

    /** An exponentially distributed time with this mean, in the mean's unit; 0 or more. */
    static long exponential(long bits, long mean) {
        return (long) (-Math.log1p(-unit(bits)) * mean);
    }

    /** A number of 0 to {@code bound - 1}. */
    static int below(long bits, int bound) {
        return (int) (unit(bits) * bound);
    }
}
