package epidemic.peers;

import java.util.Arrays;
import java.util.Collection;

/**
 * A figure over rounds.
 *
 * @param median the middle one, or between the two middle ones
 * @param min the least
 * @param max the greatest
 * @param rounds how many there are
 */
public record Spread(double median, double min, double max, int rounds) {
    /**
     * Of these figures.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Spread of(Collection<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a spread of no figures");
        }
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
