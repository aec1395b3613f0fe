package epidemic.runtime.figures;

/** What a {@link Distribution} measures, and between which bounds it tells values apart. */
public enum Scale {
    /** Times, recorded in nanoseconds and told in seconds. */
    SECONDS(
            1e9,
            100_000,
            250_000,
            500_000,
            1_000_000,
            2_500_000,
            5_000_000,
            10_000_000,
            25_000_000,
            50_000_000,
            100_000_000,
            250_000_000,
            500_000_000,
            1_000_000_000,
            2_500_000_000L,
            5_000_000_000L,
            10_000_000_000L),
    /** Numbers of things. */
    COUNT(1, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000),
    /** Sizes in bytes. */
    BYTES(1, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304);

    private final double unit;
    private final long[] bounds;

    Scale(double unit, long... bounds) {
        this.unit = unit;
        this.bounds = bounds;
    }

    /** How many bounds there are. */
    int size() {
        return bounds.length;
    }

    /** The number of the first bound that is not below the value; {@link #size} if all are. O(number of bounds). */
    int indexOf(long value) {
        int index = 0;
        while (index < bounds.length && value > bounds[index]) {
            index++;
        }
        return index;
    }

    /** A recorded value as it is told. */
    double told(double recorded) {
        return recorded / unit;
    }

    /** The bounds as they are told, rising, without the infinite one. */
    public double[] bounds() {
        double[] told = new double[bounds.length];
        for (int index = 0; index < bounds.length; index++) {
            told[index] = told(bounds[index]);
        }
        return told;
    }
}
