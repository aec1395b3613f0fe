package epidemic.lab.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds a small part of a list that still fails: none of its elements can be left out alone (it is 1-minimal).
 *
 * <p>Literature: Zeller and Hildebrandt 2002, section 3.2, algorithm ddmin. O(n²) tests at worst, O(log n) if one
 * element alone is to blame.
 */
final class DeltaDebugging {
    private DeltaDebugging() {}

    /**
     * A 1-minimal part, in the order of the list.
     *
     * @param items a list that fails
     * @param fails whether a part of it, shorter than the last that failed, fails
     */
    static <E> List<E> minimize(List<E> items, Predicate<List<E>> fails) {
        if (items.isEmpty() || fails.test(List.of())) {
            return List.of();
        }
        List<E> failing = items;
        int parts = 2;
        while (failing.size() >= 2) {
            List<E> smaller = smaller(failing, parts, fails);
            if (smaller.size() < failing.size()) {
                boolean isPart = smaller.size() <= (failing.size() + parts - 1) / parts;
                failing = smaller;
                parts = isPart ? 2 : Math.max(2, Math.min(parts - 1, failing.size()));
            } else if (parts < failing.size()) {
                parts = Math.min(2 * parts, failing.size());
            } else {
                return failing;
            }
        }
        return failing;
    }

    /** One of so many parts, or the list without one, or else the list itself. */
    private static <E> List<E> smaller(List<E> failing, int parts, Predicate<List<E>> fails) {
        for (int part = 0; part < parts; part++) {
            List<E> alone = failing.subList(bound(failing, part, parts), bound(failing, part + 1, parts));
            if (fails.test(List.copyOf(alone))) {
                return List.copyOf(alone);
            }
        }
        for (int part = 0; part < parts && parts > 2; part++) {
            List<E> rest = new ArrayList<>(failing.subList(0, bound(failing, part, parts)));
            rest.addAll(failing.subList(bound(failing, part + 1, parts), failing.size()));
            if (fails.test(rest)) {
                return rest;
            }
        }
        return failing;
    }

    private static int bound(List<?> items, int part, int parts) {
        return (int) ((long) items.size() * part / parts);
    }
}
