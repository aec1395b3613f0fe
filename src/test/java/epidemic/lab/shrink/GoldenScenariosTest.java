package epidemic.lab.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Settings;
import epidemic.lab.SeedResult;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every file below src/test/resources/scenarios, for ever after: with the mutant it names the guarantee is violated
 * as it says; without, all holds.
 */
class GoldenScenariosTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/scenarios");
    private static final Map<String, Settings> CONFIGURED = new TreeMap<>();
    private static final GoldenStage STAGE = new GoldenStage(GoldenScenariosTest::configured);

    private static Settings configured(String strategy) {
        return CONFIGURED.computeIfAbsent(
                strategy,
                name -> EpidemicConfig.load(Optional.empty(), List.of("strategy=" + name))
                        .settings(name));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(DIRECTORY)) {
            return paths.filter(path -> path.toString().endsWith(".scenario"))
                    .sorted()
                    .toList();
        }
    }

    private static GoldenScenario read(Path file) throws IOException {
        return GoldenReader.read(file.toString(), Files.readString(file), GoldenScenariosTest::configured);
    }

    @TestFactory
    Stream<DynamicTest> showWhatTheySay() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
                    GoldenScenario golden = read(file);
                    if (golden.mutant().isPresent()) {
                        assertThat(violated(golden))
                                .as(
                                        "%s no longer shows its mutant; if the protocol has changed on purpose, make it anew: "
                                                + "scripts/golden --strategy %s %s",
                                        file, golden.strategy(), golden.mutant().get())
                                .isEqualTo(golden.violates());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> holdWithoutTheMutant() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.toString(),
                        () -> assertThat(STAGE.run(read(file).withMutant(Optional.empty()))
                                        .violation())
                                .as("%s: run scripts/epidemic simulate --mutant none --scenario %s", file, file)
                                .isEmpty()));
    }

    @Test
    void areSmall() throws IOException {
        assertThat(files()).hasSizeGreaterThan(10);
        for (Path file : files()) {
            GoldenScenario.Size size = read(file).size();
            assertThat(size.faults() + size.transactions()).as(file.toString()).isLessThan(16);
        }
    }

    private static Optional<String> violated(GoldenScenario golden) {
        return STAGE.run(golden).violation().map(SeedResult.Violation::guarantee);
    }
}
