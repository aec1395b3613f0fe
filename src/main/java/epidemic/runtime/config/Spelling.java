package epidemic.runtime.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the key that somebody meant. */
final class Spelling {
    private static final int DISTANCE_MAX = 4;

    private Spelling() {}

    /**
     * The candidate nearest to a key: the shortest that ends in the same names, or the one that has the fewest letters different; empty if none
     * is near.
     *
     * @param key a full key that is not among the candidates
     */
    static Optional<String> nearest(String key, List<String> candidates) {
        String names = key.substring(key.indexOf('.'));
        String last = key.substring(key.lastIndexOf('.'));
        Optional<String> longer = candidates.stream()
                .filter(candidate -> candidate.endsWith(names))
                .min(Comparator.comparingInt(String::length));
        if (longer.isPresent()) {
            return longer;
        }
        Optional<String> nearest = Optional.empty();
        int least = Math.min(DISTANCE_MAX, last.length() / 2) + 1;
        for (String candidate : candidates) {
            int distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest.or(() -> candidates.stream()
                .filter(candidate -> candidate.endsWith(last))
                .findFirst());
    }

    /** The number of letters to insert, delete or replace to make one text of the other (Levenshtein 1966). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[other.length()];
    }
}
