package epidemic.lab.shrink;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Makes a scenario small that shows a failure: leaves elements of its lists out (delta debugging), then makes simpler
 * what is left, again and again until nothing more can go. The same scenario gives the same result, unless time is up.
 */
public final class Shrinker {
    private static final int SEEDS = 10;

    private final Oracle oracle;
    private final Map<String, String> defaults;
    private final Bounds bounds;
    private final Progress progress;
    private final Set<GoldenScenario> tried = new HashSet<>();
    private GoldenScenario smallest;
    private int runs;
    private boolean isCutOff;

    /** Tells whether a scenario still shows what is looked for. */
    public interface Oracle {
        /** Runs a scenario. */
        boolean shows(GoldenScenario candidate);
    }

    /** Is told of each try. */
    public interface Progress {
        /** So many scenarios were tried, and this is the smallest so far that shows it. */
        void tried(int runs, GoldenScenario smallest);
    }

    /**
     * How long to go on.
     *
     * @param runsMax scenarios to try at most
     * @param isOver whether time is up
     */
    public record Bounds(int runsMax, BooleanSupplier isOver) {}

    /**
     * The result.
     *
     * @param golden the smallest that was found
     * @param runs scenarios that were tried
     * @param isMinimal whether nothing more could go; if not, a bound was met first
     */
    public record Shrunk(GoldenScenario golden, int runs, boolean isMinimal) {}

    /**
     * A shrinker for one scenario.
     *
     * @param from shows what is looked for
     * @param defaults the configured settings, which count as simple
     */
    public Shrinker(
            GoldenScenario from, Oracle oracle, Map<String, String> defaults, Bounds bounds, Progress progress) {
        this.smallest = from;
        this.oracle = oracle;
        this.defaults = Map.copyOf(defaults);
        this.bounds = bounds;
        this.progress = progress;
    }

    /** Shrinks, once. */
    public Shrunk shrink() {
        tried.add(smallest);
        // While there is much of everything, some other chance shows the failure as well.
        choose(Simplifications.ofLinks(smallest));
        boolean goesOn = true;
        while (goesOn && !isCutOff) {
            GoldenScenario before = smallest;
            Parts.ALL.forEach(this::leaveOut);
            choose(Simplifications.of(smallest, defaults));
            goesOn = !smallest.equals(before) || Parts.ALL.stream().anyMatch(this::leaveOneOutWithAnotherSeed);
        }
        return new Shrunk(smallest, runs, !isCutOff);
    }

    private <E> void leaveOut(Parts.Part<E> part) {
        GoldenScenario before = smallest;
        DeltaDebugging.minimize(part.of(before), kept -> shows(part.with(before, kept)));
    }

    /** What cannot go may be needed for nothing but the chances of the other messages. */
    private <E> boolean leaveOneOutWithAnotherSeed(Parts.Part<E> part) {
        List<E> elements = part.of(smallest);
        for (int left = 0; left < elements.size(); left++) {
            List<E> kept = new ArrayList<>(elements);
            kept.remove(left);
            GoldenScenario candidate = part.with(smallest, kept);
            for (long seed = 1; seed <= SEEDS; seed++) {
                if (shows(candidate.withSeed(seed))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void choose(List<List<UnaryOperator<GoldenScenario>>> spots) {
        for (List<UnaryOperator<GoldenScenario>> choices : spots) {
            for (UnaryOperator<GoldenScenario> choice : choices) {
                if (shows(choice.apply(smallest))) {
                    break;
                }
            }
        }
    }

    private boolean shows(GoldenScenario candidate) {
        if (isCutOff || !tried.add(candidate)) {
            return false;
        }
        if (runs == bounds.runsMax() || bounds.isOver().getAsBoolean()) {
            isCutOff = true;
            return false;
        }
        runs++;
        boolean shows = oracle.shows(candidate);
        if (shows) {
            smallest = candidate;
        }
        progress.tried(runs, smallest);
        return shows;
    }
}
