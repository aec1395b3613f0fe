package epidemic.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.runtime.config.EpidemicConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image runs as nobody in particular, from a root that it does not write, and hears signals. */
class DockerfileTest {
    private static final String TEXT = Product.text(Path.of("deploy/docker/Dockerfile"));
    private static final String PINNED = "[a-z/-]+:\\d+\\.\\d+\\.\\d+[\\w.-]*";

    private static List<String> faults(String text) {
        Dockerfile all = Dockerfile.parse(text);
        Dockerfile image = all.image();
        Faults faults = new Faults();
        for (Dockerfile.Instruction from : all.named("FROM")) {
            faults.unless(from.rest().split(" ")[0].matches(PINNED), "FROM names a full version: " + from.rest());
        }
        faults.unless(
                image.last("FROM").orElse("").contains("17.")
                        && image.last("FROM").orElse("").contains("-jre"),
                "a JRE 17");
        faults.unless(
                image.last("USER").orElse("0").matches("[1-9]\\d{3,}:[1-9]\\d{3,}"), "USER is a number, not root");
        checkStart(image, faults);
        checkLayers(all, image, faults);
        checkPlaces(image, faults);
        return faults.all();
    }

    private static void checkStart(Dockerfile image, Faults faults) {
        List<String> entry = image.named("ENTRYPOINT").stream()
                .findFirst()
                .flatMap(Dockerfile.Instruction::exec)
                .orElse(List.of());
        faults.unless(!entry.isEmpty() && entry.get(0).equals("java"), "ENTRYPOINT in exec form, the JVM itself");
        faults.unless(
                entry.contains("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4"), "ENTRYPOINT: common pool");
        faults.unless(
                entry.stream().anyMatch(word -> word.matches("-XX:MaxRAMPercentage=[1-7]\\d")),
                "ENTRYPOINT: a heap by the container's memory, with room beside it");
        faults.unless(entry.indexOf("-jar") == entry.size() - 2, "ENTRYPOINT ends with the jar");
        faults.unless(
                image.named("HEALTHCHECK").size() == 1
                        && image.last("HEALTHCHECK").orElse("").endsWith("CMD [\"/app/healthcheck\", \"/health\"]"),
                "HEALTHCHECK asks /health");
        faults.unless(image.last("STOPSIGNAL").orElse("SIGTERM").equals("SIGTERM"), "STOPSIGNAL");
        faults.unless(image.named("CMD").stream().allMatch(one -> one.exec().isPresent()), "CMD in exec form");
    }

    private static void checkLayers(Dockerfile all, Dockerfile image, Faults faults) {
        List<Dockerfile.Instruction> order = image.instructions();
        int libraries = order.indexOf(new Dockerfile.Instruction("COPY", "--from=build /build/target/lib lib/"));
        int product = order.indexOf(new Dockerfile.Instruction("COPY", "--from=build /build/target/epidemic.jar ./"));
        faults.unless(0 < libraries && libraries < product, "libraries are a layer below the product");
        int fetched = all.instructions().stream()
                .map(Dockerfile.Instruction::rest)
                .toList()
                .indexOf("./mvnw -B -ntp -q dependency:copy-dependencies@libraries");
        int sources = all.instructions().indexOf(new Dockerfile.Instruction("COPY", "src/main src/main"));
        faults.unless(0 < fetched && fetched < sources, "libraries are fetched before sources are there");
    }

    private static void checkPlaces(Dockerfile image, Faults faults) {
        String data = image.environment().getOrDefault("EPIDEMIC_CLUSTER_DATA", "none");
        faults.unless(image.last("VOLUME").orElse("").equals(data), "data is in the volume");
        faults.unless(
                Product.variables().containsAll(image.environment().keySet()), "ENV are variables of the product");
        faults.unless(
                image.last("EXPOSE").orElse("").equals(Product.httpPort() + " " + Product.remotePort()),
                "EXPOSE has the ports of the configuration");
    }

    @Test
    void theImageKeepsTheRules() {
        assertThat(faults(TEXT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17.0.20_8-jre-noble | latest",
                "17.0.20_8-jdk-noble | 17-jdk",
                "-jre-noble | -jdk-noble",
                "USER 10001:10001 | USER root",
                "USER 10001:10001 | USER 0:0",
                "ENTRYPOINT [\"java\", | ENTRYPOINT java",
                "ENTRYPOINT [\"java\", | ENTRYPOINT [\"sh\", \"-c\", \"java\",",
                "common.parallelism=4 | common.parallelism=1",
                "MaxRAMPercentage=50 | MaxRAMPercentage=95",
                "CMD [\"/app/healthcheck\", \"/health\"] | CMD true",
                "CMD [\"node\", \"--help\"] | CMD node --help",
                "STOPSIGNAL SIGTERM | STOPSIGNAL SIGKILL",
                "VOLUME /data | VOLUME /elsewhere",
                "EPIDEMIC_CLUSTER_DATA=/data | EPIDEMIC_DATA=/data",
                "EXPOSE 8080 | EXPOSE 80",
                "COPY --from=build /build/target/lib lib/ | COPY --from=build /build/target ./",
                "COPY mvnw pom.xml ./ | COPY src/main src/main"
            })
    void aRuleThatIsBrokenIsFound(String text, String planted) {
        assertThat(TEXT).contains(text);
        assertThat(faults(TEXT.replace(text, planted))).isNotEmpty();
    }

    @Test
    void theEnvironmentOfTheImageIsUnderstood() {
        EpidemicConfig config =
                Product.config(Optional.empty(), Dockerfile.parse(TEXT).image().environment());
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.cluster().bindHost()).isEqualTo("0.0.0.0");
        assertThat(config.clusterData()).isEqualTo(Path.of("/data"));
    }

    /** What is copied out of the build's context exists and is let in. */
    @Test
    void theContextHasWhatIsCopied() {
        List<String> letIn = Product.text(Path.of(".dockerignore"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(letIn.get(0)).isEqualTo("**");
        for (Dockerfile.Instruction copy : Dockerfile.parse(TEXT).named("COPY")) {
            if (copy.rest().startsWith("--from")) {
                continue;
            }
            List<String> words = List.of(copy.rest().split(" "));
            for (String source : words.subList(0, words.size() - 1)) {
                assertThat(Path.of(source)).exists();
                assertThat(letIn).contains("!" + source);
            }
        }
        assertThat(Files.isExecutable(Path.of("deploy/docker/healthcheck"))).isTrue();
    }
}
