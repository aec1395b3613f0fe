package epidemic.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.check.Guarantee;
import epidemic.check.history.RunDirectory;
import epidemic.check.history.RunRecord;
import epidemic.check.verdict.Verdict;
import epidemic.check.verdict.VerdictText;
import epidemic.hybrid.HybridRun;
import epidemic.hybrid.HybridSystem;
import epidemic.kernel.Mutant;
import epidemic.kernel.Strategy;
import epidemic.lab.Campaign;
import epidemic.lab.CampaignReport;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.lab.history.HistoryWriter;
import epidemic.lab.history.RunMeta;
import epidemic.protocol.StrategyCatalog;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every strategy of the catalog has to show. A strategy passes by one subclass that names it and says of each of its
 * mutants which check catches it, or why none does. {@code -Pnightly} takes more seeds.
 */
public abstract class StrategyContract {
    private static final int THREADS = 2;
    private static final long HYBRID_DETERMINISM_SEEDS = 15;

    private static final List<Set<FaultKind>> MAIL_FAULTS = List.of(
            EnumSet.of(FaultKind.DUPLICATE),
            EnumSet.of(FaultKind.REORDER),
            EnumSet.of(FaultKind.LOST_ANSWER),
            EnumSet.of(FaultKind.CLOG),
            EnumSet.of(FaultKind.DUPLICATE, FaultKind.REORDER, FaultKind.LOST_ANSWER, FaultKind.CLOG));
    private static final List<Set<FaultKind>> RESTARTS = List.of(
            EnumSet.of(FaultKind.CRASH),
            EnumSet.of(FaultKind.EMPTY),
            EnumSet.of(FaultKind.BLACKOUT),
            EnumSet.of(FaultKind.CRASH, FaultKind.EMPTY, FaultKind.BLACKOUT, FaultKind.TEAR));

    private final String name;
    private final Scenario scenario;

    /** The strategy of that name. */
    protected StrategyContract(String name) {
        this.name = name;
        this.scenario = Scenarios.of(name);
    }

    /** The mutants that a few seeds catch, and the check that does. */
    protected abstract Map<String, String> caughtMutants();

    /** The mutants that only many seeds catch, tried at night, and the check that does. */
    protected abstract Map<String, String> rarelyCaughtMutants();

    /** The mutants that nothing has caught yet, and why. */
    protected abstract Map<String, String> uncaughtMutants();

    /** Over how many seeds digests are compared. */
    private static long determinismSeeds() {
        return Nightly.seeds(100, 1_000);
    }

    /** The strategy's name. */
    final String name() {
        return name;
    }

    // Simulation.

    @Test
    void keepsItsGuaranteesAndMeetsEveryRareSituation() throws InterruptedException {
        CampaignReport report = run(scenario, scenario.defaultFaults(), Nightly.seeds(1_500, 50_000));
        assertThat(report.violations()).isEmpty();
        assertThat(report.unseenProbes()).isEmpty();
    }

    @Test
    void withoutFaultsNothingIsLostOrRefusedForLong() throws InterruptedException {
        assertThat(run(scenario, Set.of(), Nightly.seeds(200, 5_000)).violations())
                .isEmpty();
    }

    /** The rules of {@code check} know nothing of the strategy, nor of the simulation. */
    @Test
    void historiesOfItsRunsAreJudgedAlike(@TempDir Path folder) throws IOException {
        for (long seed = 1; seed <= Nightly.seeds(20, 500); seed++) {
            historyIsJudged(seed, scenario.defaultFaults(), folder.resolve("faults-" + seed));
            historyIsJudged(seed, Set.of(), folder.resolve("calm-" + seed));
        }
    }

    private void historyIsJudged(long seed, Set<FaultKind> faults, Path folder) throws IOException {
        SeedRun.Options options = new SeedRun.Options(
                faults, Optional.empty(), Optional.empty(), Optional.of(meta -> writer(folder, meta)));
        assertThat(SeedRun.run(scenario, seed, options).violation()).isEmpty();
        RunRecord run = RunDirectory.read(folder);
        boolean keepsOneOrder = scenario.keepsOneOrder(scenario.settings(seed));
        List<Guarantee> guarantees = keepsOneOrder
                ? List.of(Guarantee.CONVERGENCE, Guarantee.PREFIX, Guarantee.EXACTLY_ONCE)
                : List.of(Guarantee.CONVERGENCE);
        for (Guarantee guarantee : guarantees) {
            Verdict verdict = guarantee.judge(run, Optional.empty());
            assertThat(verdict.ruling())
                    .as("seed %d with %s: %s", seed, faults, VerdictText.of(verdict))
                    .isEqualTo(Verdict.Ruling.HOLDS);
        }
    }

    private static HistoryWriter writer(Path folder, RunMeta meta) {
        try {
            return HistoryWriter.in(folder, meta);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @TestFactory
    Stream<DynamicTest> standsDuplicatedReorderedAndLateMail() {
        return MAIL_FAULTS.stream().map(this::stands);
    }

    @TestFactory
    Stream<DynamicTest> standsRestarts() {
        return RESTARTS.stream().map(this::stands);
    }

    private DynamicTest stands(Set<FaultKind> faults) {
        return DynamicTest.dynamicTest(faults.toString(), () -> {
            Set<FaultKind> claimed = EnumSet.copyOf(faults);
            claimed.retainAll(scenario.defaultFaults());
            long seeds = Nightly.seeds(100, 5_000);
            assertThat(plansWithFaults(claimed, seeds)).isGreaterThan(claimed.isEmpty() ? -1 : seeds / 4);
            assertThat(run(scenario, claimed, seeds).violations()).isEmpty();
        });
    }

    private long plansWithFaults(Set<FaultKind> faults, long seeds) {
        long count = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            FaultPlan plan = plan(seed, faults);
            boolean isCalm =
                    plan.faults().isEmpty() && plan.links().equals(plan.links().healed());
            count += isCalm ? 0 : 1;
        }
        return count;
    }

    private FaultPlan plan(long seed, Set<FaultKind> faults) {
        return scenario.plan(seed, faults);
    }

    private static CampaignReport run(Scenario scenario, Set<FaultKind> faults, long last) throws InterruptedException {
        return run(scenario, faults, 1, last);
    }

    private static CampaignReport run(Scenario scenario, Set<FaultKind> faults, long first, long last)
            throws InterruptedException {
        return new Campaign(scenario, SeedRun.Options.of(faults), (done, total, violations) -> {})
                .run(first, last, THREADS, Optional.empty());
    }

    // Determinism.

    @Test
    void theSameSeedsDoTheSameEverywhere() throws Exception {
        List<String> otherHashes = List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=0");
        Process plain = Digests.begin(List.of(), name, determinismSeeds(), HYBRID_DETERMINISM_SEEDS);
        Process hashed = Digests.begin(otherHashes, name, determinismSeeds(), HYBRID_DETERMINISM_SEEDS);
        String simulated = Digests.simulated(name, determinismSeeds(), 1);
        String hybrid = Digests.hybrid(name, HYBRID_DETERMINISM_SEEDS);
        assertThat(Digests.simulated(name, determinismSeeds(), THREADS + 1))
                .as("again, on three threads")
                .isEqualTo(simulated);
        assertThat(Digests.hybrid(name, HYBRID_DETERMINISM_SEEDS))
                .as("again, in another actor system")
                .isEqualTo(hybrid);
        assertThat(Digests.output(plain)).as("in another process").containsExactly(simulated, hybrid);
        assertThat(Digests.output(hashed)).as("with other identity hashes").containsExactly(simulated, hybrid);
    }

    @Test
    void otherSeedsDoSomethingElse() throws InterruptedException {
        Set<FaultKind> faults = scenario.defaultFaults();
        assertThat(run(scenario, faults, 1, 3).digest())
                .isNotEqualTo(run(scenario, faults, 2, 4).digest());
        assertThat(Digests.hybrid(name, 1)).isNotEqualTo(Digests.hybrid(name, 2));
    }

    @Test
    void aPlanFromAFileReplaysTheRunThatDrewIt() {
        Set<FaultKind> faults = scenario.defaultFaults();
        SeedRun.Options given =
                new SeedRun.Options(faults, Optional.of(plan(11, faults)), Optional.empty(), Optional.empty());
        assertThat(SeedRun.run(scenario, 11, given).digest())
                .isEqualTo(SeedRun.run(scenario, 11, SeedRun.Options.of(faults)).digest());
    }

    // The actors.

    @Test
    void keepsItsGuaranteesInActors() {
        List<HybridRun.Result> violations = new ArrayList<>();
        long committed = 0;
        HybridRun.Suffered suffered = new HybridRun.Suffered(0, 0, 0);
        long seeds = Nightly.seeds(200, 5_000);
        try (HybridSystem system = new HybridSystem()) {
            for (long seed = 1; seed <= seeds; seed++) {
                HybridRun.Result result = HybridRun.run(system, scenario, seed, HybridRun.FAULTS);
                committed += result.committedCount();
                suffered = suffered.plus(result.suffered());
                result.violation().ifPresent(violation -> violations.add(result));
            }
        }
        assertThat(violations).isEmpty();
        assertThat(committed).isGreaterThan(10 * seeds);
        assertThat(suffered.restarts()).isGreaterThan((int) seeds / 2);
        assertThat(suffered.tornLogs()).isPositive();
        assertThat(suffered.failedDisks()).isPositive();
    }

    // Mutants.

    @TestFactory
    Stream<DynamicTest> catchesItsMutants() {
        return mutantTests(caughtMutants(), Nightly.seeds(60, 2_000));
    }

    @TestFactory
    Stream<DynamicTest> catchesItsRareMutantsAtNight() {
        return mutantTests(Nightly.isOn() ? rarelyCaughtMutants() : Map.of(), 5_000);
    }

    private Stream<DynamicTest> mutantTests(Map<String, String> mutants, long seeds) {
        return mutants.entrySet().stream()
                .map(caught -> DynamicTest.dynamicTest(
                        caught.getKey(),
                        () -> assertThat(isCaught(caught.getKey(), caught.getValue(), seeds))
                                .as("%s is caught by %s within %d seeds", caught.getKey(), caught.getValue(), seeds)
                                .isTrue()));
    }

    /** Takes more and more seeds until the check has caught the mutant. */
    private boolean isCaught(String mutant, String guarantee, long last) throws InterruptedException {
        Scenario mutated = Scenarios.ofMutant(name, mutant);
        long first = 1;
        for (long until = Math.min(last, 15); first <= last; until = Math.min(last, 2 * until)) {
            for (SeedResult result :
                    run(mutated, scenario.defaultFaults(), first, until).violations()) {
                if (result.violation().orElseThrow().guarantee().equals(guarantee)) {
                    return true;
                }
            }
            first = until + 1;
        }
        return false;
    }

    @TestFactory
    Stream<DynamicTest> saysWhichMutantsItDoesNotCatch() {
        return uncaughtMutants().keySet().stream()
                .map(mutant -> DynamicTest.dynamicTest(
                        mutant,
                        () -> assertThat(run(
                                                Scenarios.ofMutant(name, mutant),
                                                scenario.defaultFaults(),
                                                Nightly.seeds(30, 2_000))
                                        .violations())
                                .as("%s is caught now: say so", mutant)
                                .isEmpty()));
    }

    @Test
    void everyMutantHasANameADescriptionAndAFate() {
        List<Mutant> mutants = StrategyCatalog.named(name).mutants();
        assertThat(mutants).doesNotHaveDuplicates();
        assertThat(mutants).extracting(Mutant::name).allMatch(mutant -> mutant.matches("[a-z]+(-[a-z]+)*"));
        assertThat(mutants).extracting(Mutant::description).doesNotContain("");
        List<String> fates = new ArrayList<>(caughtMutants().keySet());
        fates.addAll(rarelyCaughtMutants().keySet());
        fates.addAll(uncaughtMutants().keySet());
        assertThat(fates)
                .containsExactlyInAnyOrderElementsOf(
                        mutants.stream().map(Mutant::name).toList());
        assertThat(uncaughtMutants().values()).doesNotContain("");
    }

    @Test
    void anUnknownMutantIsRefused() {
        assertThatThrownBy(() -> new MutantStrategy(StrategyCatalog.named(name), "nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no mutant 'nonsense'");
    }

    // What people find of it.

    @Test
    void isInTheCatalogAndExplained() throws IOException {
        Strategy strategy = StrategyCatalog.named(name);
        assertThat(StrategyCatalog.all()).contains(strategy);
        assertThat(strategy.summary()).isNotBlank();
        assertThat(scenario.strategy().name()).isEqualTo(name);
        try (InputStream text = Objects.requireNonNull(
                getClass().getResourceAsStream("/explain/" + name + ".txt"), "no explain/" + name + ".txt")) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isNotBlank();
        }
        assertThat(Files.readString(Path.of("docs", "strategies", name + ".md")))
                .isNotBlank();
    }
}
