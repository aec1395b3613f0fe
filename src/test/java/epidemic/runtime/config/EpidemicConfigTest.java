package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.runtime.storage.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpidemicConfigTest extends ConfigFixture {
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
        assertThat(layered.duration("core.heartbeat-interval")).isEqualTo(Duration.ofMillis(100));
        assertThat(layered.duration("core.retry-interval")).isEqualTo(Duration.ofMillis(250));
        assertThat(layered.number("core.max-in-flight")).isEqualTo(10_000);
        assertThat(layered.number("core.batch-max-transactions")).isEqualTo(1024);
        assertThat(layered.number("core.batch-max-bytes")).isEqualTo(262_144);
        assertThat(layered.number("history-window")).isEqualTo(100_000);
        assertThat(layered.number("propagation-max-versions")).isEqualTo(20_000);
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
