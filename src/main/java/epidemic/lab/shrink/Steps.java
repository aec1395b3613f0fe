package epidemic.lab.shrink;

import java.util.List;
import java.util.stream.LongStream;

/** Simpler numbers. */
final class Steps {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000 * MICROSECOND;
    private static final long[] UNITS = {
        1_000 * MILLISECOND,
        500 * MILLISECOND,
        100 * MILLISECOND,
        50 * MILLISECOND,
        10 * MILLISECOND,
        5 * MILLISECOND,
        MILLISECOND,
        100 * MICROSECOND,
        10 * MICROSECOND,
        MICROSECOND
    };

    private Steps() {}

    /** Times nearer to 0 than this one, with fewer digits, those nearest to 0 first. */
    static List<Long> towardsZero(long nanos) {
        long size = Math.abs(nanos);
        LongStream rounded = LongStream.of(UNITS).map(unit -> size / unit * unit);
        return LongStream.concat(LongStream.of(0, size / 2 / MILLISECOND * MILLISECOND), rounded)
                .filter(smaller -> smaller < size)
                .distinct()
                .sorted()
                .mapToObj(smaller -> nanos < 0 ? -smaller : smaller)
                .toList();
    }
}
