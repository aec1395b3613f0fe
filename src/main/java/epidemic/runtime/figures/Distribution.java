package epidemic.runtime.figures;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many values fell between which bounds, and their sum. Thread-safe; recording takes no lock and makes no object. */
public final class Distribution {
    private final Scale scale;
    private final AtomicLongArray counts;
    private final AtomicLong sum = new AtomicLong();

    /** A distribution of nothing yet. */
    public Distribution(Scale scale) {
        this.scale = scale;
        this.counts = new AtomicLongArray(scale.size() + 1);
    }

    /** Counts a value, in the unit that the scale says is recorded. */
    public void record(long value) {
        counts.getAndIncrement(scale.indexOf(value));
        sum.getAndAdd(value);
    }

    /** What it measures. */
    public Scale scale() {
        return scale;
    }

    /** How many values lie between each bound and the one before it; one more for those above the last bound. */
    public long[] counts() {
        long[] copy = new long[counts.length()];
        for (int index = 0; index < copy.length; index++) {
            copy[index] = counts.get(index);
        }
        return copy;
    }

    /** How many values there were. */
    public long count() {
        long count = 0;
        for (int index = 0; index < counts.length(); index++) {
            count += counts.get(index);
        }
        return count;
    }

    /** The sum of all values, in the unit in which they are told. */
    public double sum() {
        return scale.told(sum.get());
    }
}
