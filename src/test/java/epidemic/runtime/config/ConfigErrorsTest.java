package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigErrorsTest extends ConfigFixture {
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
    void keysOutsideOfTheirBlockAreNamedWithTheirPlace() throws IOException {
        file = Optional.of(write("my.conf", "mine = 3\npekko.loglevel = INFO\nlayered.layer2.interval = 2s"));
        assertThatThrownBy(this::load)
                .hasMessage("key layered (" + file.orElseThrow()
                        + ":3): epidemic.layered is allowed, or layered within epidemic { … }");
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
}
