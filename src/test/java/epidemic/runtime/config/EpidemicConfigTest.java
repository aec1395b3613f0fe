package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import epidemic.runtime.storage.SyncMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpidemicConfigTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private Optional<Path> file = Optional.empty();

    private EpidemicConfig load(String... assignments) {
        return EpidemicConfig.load(new ConfigSources(List.of(assignments), environment, properties, file));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void hasTheDocumentedDefaults() {
        EpidemicConfig config = load();
        assertThat(config.strategy()).isEqualTo("layered");
        assertThat(config.seed()).isEqualTo(1);
        assertThat(config.sync()).isEqualTo(SyncMode.NEVER);
        assertThat(config.faultsEnabled()).isFalse();
        assertThat(config.statusInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.http())
                .isEqualTo(new HttpSettings(
                        "127.0.0.1",
                        8080,
                        Optional.empty(),
                        128 * 1024,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)));
        StrategySettings layered = config.settings("layered");
        assertThat(layered.number("layer1.every")).isEqualTo(10);
        assertThat(layered.optionalDuration("layer1.flush-after")).isEmpty();
        assertThat(layered.duration("layer1.session-wait")).isEqualTo(Duration.ofSeconds(1));
        assertThat(layered.duration("layer2.interval")).isEqualTo(Duration.ofSeconds(10));
        assertThat(layered.text("update-unit")).isEqualTo("transaction");
        assertThat(layered.text("core.on-failure")).isEqualTo("refuse");
        assertThat(layered.duration("core.ack-timeout")).isEqualTo(Duration.ofSeconds(2));
        assertThat(layered.duration("core.heartbeat-interval")).isEqualTo(Duration.ofMillis(250));
        assertThat(layered.duration("core.retry-interval")).isEqualTo(Duration.ofMillis(250));
        assertThat(layered.number("core.max-in-flight")).isEqualTo(100_000);
        assertThat(layered.number("core.batch-max-transactions")).isEqualTo(1024);
        assertThat(layered.number("core.batch-max-bytes")).isEqualTo(262_144);
        assertThat(layered.number("history-window")).isEqualTo(10_000);
        assertThat(layered.number("propagation-max-versions")).isEqualTo(5000);
    }

    @Test
    void eachSourceWinsOverTheNext() throws IOException {
        environment.put("EPIDEMIC_HTTP_PORT", "1001");
        assertThat(load().http().port()).isEqualTo(1001);
        file = Optional.of(write("my.conf", "epidemic.http.port = 1002"));
        assertThat(load().http().port()).isEqualTo(1002);
        properties.put("epidemic.http.port", "1003");
        assertThat(load().http().port()).isEqualTo(1003);
        environment.put("CONFIG_FORCE_epidemic_http_port", "1004");
        assertThat(load().http().port()).isEqualTo(1004);
        assertThat(load("http.port=1005").http().port()).isEqualTo(1005);
        assertThat(load("http.port=1005", "epidemic.http.port=1006").http().port())
                .isEqualTo(1006);
    }

    @Test
    void aFileAddsToTheDefaults() throws IOException {
        Path mine = write("my.conf", "epidemic { layered.layer1.every = 3 }\npekko.loglevel = DEBUG");
        file = Optional.of(mine);
        EpidemicConfig config = load();
        assertThat(config.settings("layered").number("layer1.every")).isEqualTo(3);
        assertThat(config.settings("layered").duration("layer2.interval")).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.root().getString("pekko.loglevel")).isEqualTo("DEBUG");
        assertThat(config.root().getString("pekko.http.server.server-header")).isEqualTo("epidemic");
        assertThat(config.root().getString("pekko.actor.provider")).isEqualTo("local");
    }

    @Test
    void theFileMayComeByPropertyAndTheCommandLinesFileWins() throws IOException {
        properties.put(
                "config.file", write("by-property.conf", "epidemic.seed = 5").toString());
        assertThat(load().seed()).isEqualTo(5);
        file = Optional.of(write("by-option.conf", "epidemic.seed = 6"));
        assertThat(load().seed()).isEqualTo(6);
    }

    @Test
    void filesMayReferToVariablesThatDoNotStayBehind() throws IOException {
        environment.put("MY_SEED", "77");
        file = Optional.of(write("my.conf", "epidemic.seed = ${MY_SEED}"));
        EpidemicConfig config = load();
        assertThat(config.seed()).isEqualTo(77);
        assertThat(config.root().hasPath("MY_SEED")).isFalse();
    }

    @Test
    void variablesSpellDashesAndUnderscores() {
        environment.put("CONFIG_FORCE_epidemic_layered_core_ack__timeout", "7s");
        environment.put("CONFIG_FORCE_pekko_my___own__key", "x");
        EpidemicConfig config = load();
        assertThat(config.settings("layered").duration("core.ack-timeout")).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.root().getString("pekko.my_own-key")).isEqualTo("x");
    }

    @Test
    void systemPropertiesMayBeLeafAndBranchAtOnce() {
        properties.put("java.vendor", "x");
        properties.put("java.vendor.url", "y");
        properties.put("odd..name", "z");
        assertThat(load().seed()).isEqualTo(1);
    }

    @Test
    void theProcessIsASource() {
        assertThat(EpidemicConfig.load(Optional.empty(), List.of("seed=9")).seed())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc:def",
                "two words",
                "a//b",
                "a#b",
                "1//2",
                "007",
                "a,b=c",
                "x=y",
                "${HOME}",
                "null",
                "{broken",
                "[",
                "12",
                "true",
                "a\"b",
                "a\\b",
                " "
            })
    void assignedTextsAreTakenAsTheyAre(String token) {
        assertThat(load("http.token=" + token).http().token()).contains(token);
    }

    @Test
    void assignedValuesAreHoconWhereTheySaySo() {
        assertThat(load("layered.layer2.interval=1s").settings("layered").duration("layer2.interval"))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(load("http.token=\"quoted # text\"").http().token()).contains("quoted # text");
        assertThat(load("http={port=5, host=h}").http().port()).isEqualTo(5);
        assertThat(load("http={port=5, host=h}").http().maxBodyBytes()).isEqualTo(128 * 1024);
        assertThat(load("pekko.loggers=[a,b]").root().getStringList("pekko.loggers"))
                .containsExactly("a", "b");
        assertThat(load("http.token=").http().token()).isEmpty();
        assertThat(load("layered.layer1.flush-after=2s").settings("layered").optionalDuration("layer1.flush-after"))
                .contains(Duration.ofSeconds(2));
        assertThat(load("faults.enabled=on").faultsEnabled()).isTrue();
        assertThat(load("storage.sync=batch").sync()).isEqualTo(SyncMode.BATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "=5", "", "a..b=1", ".seed=1", "seed.=1", "a b\"=1"})
    void refusesMalformedAssignments(String assignment) {
        assertThatThrownBy(() -> load(assignment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--set '" + assignment + "' is malformed: KEY=VALUE is allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "layered.layer2.intervall, layered.layer2.interval",
        "layer2.interval, layered.layer2.interval",
        "layered.interval, layered.layer2.interval",
        "layerd.layer1.every, layered.layer1.every",
        "http.prt, http.port",
        "port, http.port",
        "http.max_body, http.max-body",
        "node-dispatcher.troughput, node-dispatcher.throughput"
    })
    void namesTheKeyThatWasMeant(String key, String meant) {
        assertThatThrownBy(() -> load(key + "=1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("unknown key epidemic." + key + " (--set); did you mean epidemic." + meant + "?");
    }

    @Test
    void unknownKeysAreNamedWithTheirPlace() throws IOException {
        file = Optional.of(write("my.conf", "epidemic {\n  http {\n    prot = 1\n  }\n}"));
        assertThatThrownBy(this::load)
                .hasMessage("unknown key epidemic.http.prot (" + file.orElseThrow()
                        + ":3); did you mean epidemic.http.port?");
    }

    @Test
    void unknownKeysWithoutNeighboursPointToTheList() {
        properties.put("epidemic.qqqqqqqqqqqq", "x");
        assertThatThrownBy(this::load)
                .hasMessage("unknown key epidemic.qqqqqqqqqqqq (system properties);"
                        + " `scripts/epidemic config` lists the known keys");
    }

    @Test
    void emptyBlocksAndNullsDoNotSlipThrough() throws IOException {
        file = Optional.of(write("my.conf", "epidemic.nothing {}"));
        assertThatThrownBy(this::load).hasMessageContaining("unknown key epidemic.nothing");
        file = Optional.of(write("my.conf", "epidemic.nothing = null"));
        assertThatThrownBy(this::load).hasMessageContaining("unknown key epidemic.nothing");
        file = Optional.of(write("my.conf", "epidemic.seed = null"));
        assertThatThrownBy(this::load).hasMessageContaining("epidemic.seed = 'null'");
    }

    @Test
    void dispatchersTakeWhatPekkoKnows() {
        assertThat(load("node-dispatcher.fork-join-executor.task-peeking-mode=LIFO")
                        .root())
                .isNotNull();
        assertThat(load("storage-dispatcher.thread-pool-executor.fixed-pool-size=off")
                        .root())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layered.layer2.interval | soon | a duration such as 10s or 500ms is allowed",
                "layered.layer2.interval | -1s | a duration such as 10s or 500ms is allowed",
                "layered.layer2.interval | 5 parsecs | a duration such as",
                "layered.layer1.flush-after | never | a duration such as 10s or 500ms, or off, is allowed",
                "layered.layer1.every | ten | a whole number is allowed",
                "layered.layer1.every | 1.5 | a whole number is allowed",
                "layered.layer1.every | 99999999999999999999 | a whole number is allowed",
                "layered.layer1.every | [1] | a whole number is allowed",
                "layered.core | 5 | a block { … } is allowed",
                "strategy | {a=1} | a text is allowed",
                "strategy | [a] | a text is allowed",
                "faults.enabled | maybe | true or false is allowed",
                "http.max-body | large | a size such as 128KiB is allowed",
                "http.max-body | 0 B | 1 B or more is allowed",
                "http.port | 65536 | 0 to 65535 is allowed",
                "http.port | -1 | 0 to 65535 is allowed",
                "http.slow-client-timeout | 0s | a duration above 0 is allowed",
                "http.transaction-timeout | 60s | a duration below pekko.http.server.idle-timeout = 60s is allowed",
                "status.interval | 0s | a duration above 0 is allowed",
                "storage.sync | always | never or batch is allowed"
            })
    void namesKeyValueOriginAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> load(key + "=" + value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("epidemic." + key + " = '")
                .hasMessageContaining("(--set)")
                .hasMessageContaining(allowed);
    }

    @Test
    void wrongKindsAreNamedWithTheirPlace() throws IOException {
        file = Optional.of(write("my.conf", "\nepidemic.layered.layer2.interval = soon"));
        assertThatThrownBy(this::load)
                .hasMessage("epidemic.layered.layer2.interval = 'soon' (" + file.orElseThrow()
                        + ":2): a duration such as 10s or 500ms is allowed");
        environment.put("CONFIG_FORCE_epidemic_http_port", "high");
        file = Optional.empty();
        assertThatThrownBy(this::load)
                .hasMessage("epidemic.http.port = 'high' (environment variable CONFIG_FORCE_epidemic_http_port):"
                        + " a whole number is allowed");
    }

    @Test
    void theBlockItselfMustBeABlock() {
        properties.put("epidemic", "5");
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("epidemic = '5' (system properties): a block");
    }

    @Test
    void unreadableFilesAreNamed() throws IOException {
        file = Optional.of(directory.resolve("missing.conf"));
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("missing.conf cannot be read");
        file = Optional.of(write("bad.conf", "epidemic {\n  seed = = 1\n}"));
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bad.conf: 2");
        file = Optional.of(write("bad.conf", "epidemic.seed = ${NOT_THERE}"));
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("NOT_THERE");
    }

    @Test
    void settingsNameTheFullKey() {
        StrategySettings layered = load().settings("layered");
        assertThatThrownBy(() -> layered.number("layer1.evry"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("epidemic.layered.layer1.evry is missing");
        assertThatThrownBy(() -> layered.duration("update-unit"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("epidemic.layered.update-unit = 'transaction' (default):"
                        + " a duration such as 10s or 500ms is allowed");
    }

    @Test
    void showsWhatIsInForceAndWhy() throws IOException {
        file = Optional.of(write("my.conf", "\n\nepidemic.layered.layer1.every = 3"));
        environment.put("EPIDEMIC_HTTP_HOST", "0.0.0.0");
        EffectiveConfig effective = load("layered.layer2.interval=1s").effective();
        assertThat(effective.text())
                .anySatisfy(line ->
                        assertThat(line).matches("epidemic.layered.layer1.every +3 +" + file.orElseThrow() + ":3"))
                .anySatisfy(line -> assertThat(line).matches("epidemic.layered.layer2.interval +1s +--set"))
                .anySatisfy(line -> assertThat(line)
                        .matches("epidemic.http.host +0.0.0.0 +environment variable EPIDEMIC_HTTP_HOST"))
                .anySatisfy(line -> assertThat(line).matches("epidemic.seed +1 +default"))
                .anySatisfy(line -> assertThat(line).matches("epidemic.http.port +8080 +default"));
    }

    @Test
    void showsTheSameAsJson() throws IOException {
        environment.put("EPIDEMIC_HTTP_PORT", "0099");
        JsonNode json = new ObjectMapper()
                .readTree(load("faults.enabled=yes", "layered.update-unit=\"a\\\"b\"")
                        .effective()
                        .json());
        Map<String, JsonNode> values = new HashMap<>();
        json.forEach(line -> values.put(line.get("key").asText(), line));
        assertThat(values.get("epidemic.http.port").toString())
                .isEqualTo("{\"key\":\"epidemic.http.port\",\"value\":99,"
                        + "\"origin\":\"environment variable EPIDEMIC_HTTP_PORT\"}");
        assertThat(values.get("epidemic.faults.enabled").get("value").asBoolean())
                .isTrue();
        assertThat(values.get("epidemic.layered.update-unit").get("value").asText())
                .isEqualTo("a\"b");
        assertThat(values.get("epidemic.node-dispatcher.throughput")
                        .get("value")
                        .isInt())
                .isTrue();
        assertThat(values.get("epidemic.layered.layer1.flush-after")
                        .get("value")
                        .asText())
                .isEqualTo("off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.token=s3cr3t", "http.token=5313373", "http.token=[s3cr3t]", "http.token={a=s3cr3t}"})
    void secretsAreNeverShown(String assignment) {
        String shown;
        try {
            EpidemicConfig config = load(assignment);
            shown = config.effective().text() + config.effective().json() + config.http();
            assertThat(shown).contains("(hidden)");
        } catch (ConfigurationException error) {
            shown = error.getMessage();
        }
        assertThat(shown).contains("token").doesNotContain("s3cr3t").doesNotContain("5313373");
    }

    @Test
    void anEmptySecretIsShownAsEmpty() {
        assertThat(load().effective().text())
                .noneSatisfy(line -> assertThat(line).contains("(hidden)"));
    }

    @Test
    void anActorSystemStartsWithIt() {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "config", load().root());
        try {
            for (String name : List.of("epidemic.node-dispatcher", "epidemic.storage-dispatcher")) {
                assertThat(system.dispatchers().lookup(DispatcherSelector.fromConfig(name)))
                        .isNotNull();
            }
        } finally {
            system.terminate();
        }
    }
}
