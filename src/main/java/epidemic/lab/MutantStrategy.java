package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;

/** A strategy whose replicas have an error planted. */
public final class MutantStrategy implements Strategy {
    private final Strategy strategy;
    private final String mutant;

    /**
     * A strategy with an error.
     *
     * @param mutant a name out of {@link Strategy#mutants()}
     * @throws IllegalArgumentException if it has no such mutant
     */
    public MutantStrategy(Strategy strategy, String mutant) {
        this.strategy = strategy;
        this.mutant = mutant;
        boolean isKnown =
                strategy.mutants().stream().anyMatch(known -> known.name().equals(mutant));
        if (!isKnown) {
            throw new IllegalArgumentException(
                    strategy.name() + " has no mutant '" + mutant + "': --mutant list names those there are");
        }
    }

    @Override
    public String name() {
        return strategy.name();
    }

    @Override
    public String summary() {
        return strategy.summary();
    }

    @Override
    public Topology topology(Settings settings) {
        return strategy.topology(settings);
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        return strategy.mutant(mutant, node, settings);
    }

    @Override
    public Kept kept(Settings settings) {
        return strategy.kept(settings);
    }

    @Override
    public Batch largestBatch(Settings settings) {
        return strategy.largestBatch(settings);
    }
}
