package epidemic.lab.shrink;

import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.LabSettings;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.Script;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.protocol.StrategyCatalog;
import epidemic.sim.FaultPlan;
import epidemic.sim.Trace;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where golden scenarios are run. Immutable. */
public final class GoldenStage {
    private final Function<String, Settings> configured;

    /**
     * A stage.
     *
     * @param configured the configured settings of a strategy, by its name: for what a scenario does not pin
     */
    public GoldenStage(Function<String, Settings> configured) {
        this.configured = configured;
    }

    /** Runs a scenario. */
    public SeedResult run(GoldenScenario golden) {
        return run(golden, Optional.empty(), Optional.empty());
    }

    /**
     * Runs a scenario.
     *
     * @param trace takes readable lines
     * @param history opens the sink that takes the history
     * @throws IllegalArgumentException if a setting is out of its range, or a name is not known
     */
    public SeedResult run(GoldenScenario golden, Optional<Trace.Sink> trace, Optional<SeedRun.HistoryOpener> history) {
        return SeedRun.run(
                staged(golden),
                golden.seed(),
                new SeedRun.Options(Set.of(), Optional.of(golden.plan()), trace, history));
    }

    /** The scenario as the laboratory runs it. */
    public Scenario staged(GoldenScenario golden) {
        Settings base = configured.apply(golden.strategy());
        return new StagedScenario(
                scenario(golden.strategy(), golden.mutant(), base),
                new PinnedSettings(lab(base), golden.settings()),
                Optional.of(golden.script()));
    }

    private static Scenario scenario(String name, Optional<String> mutant, Settings base) {
        Strategy plain = StrategyCatalog.named(name);
        Strategy played = mutant.isPresent() ? new MutantStrategy(plain, mutant.get()) : plain;
        return ScenarioCatalog.of(played, base, Set.of());
    }

    /** The settings of that strategy that a scenario need not pin, as text. */
    public Map<String, String> configured(GoldenScenario golden) {
        PinnedSettings settings = new PinnedSettings(lab(configured.apply(golden.strategy())), Map.of());
        StrategyCatalog.named(golden.strategy()).topology(settings);
        Scenario.keepVersions(settings);
        return settings.noted();
    }

    /** With what is the laboratory's own. */
    static Settings lab(Settings base) {
        return new LabSettings(base, Set.of());
    }

    /**
     * Runs a seed and writes down everything that its run was a function of.
     *
     * @param scenario what the seed stands for
     * @param mutant the error that is planted in it
     * @param options how it runs
     */
    public static Written write(Scenario scenario, Optional<String> mutant, long seed, SeedRun.Options options) {
        PinnedSettings settings = new PinnedSettings(scenario.settings(seed), Map.of());
        FaultPlan plan = SeedRun.plan(scenario, seed, options);
        SeedRun.Recording recording =
                SeedRun.record(new StagedScenario(scenario, settings, Optional.empty()), seed, options);
        SeedResult result = recording.result();
        Script script = recording.script();
        return new Written(
                result,
                new GoldenScenario(
                        scenario.strategy().name(),
                        seed,
                        mutant,
                        result.violation().map(SeedResult.Violation::guarantee),
                        settings.noted(),
                        plan,
                        script));
    }

    /** A seed's result, and its run as a scenario. */
    public record Written(SeedResult result, GoldenScenario golden) {}
}
