package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest extends ConfigFixture {
    @Test
    void aProcessBeginsAClusterOfItsOwnOnLoopbackUnlessItIsToldMore() {
        ClusterSettings settings = load().cluster();
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.bindHost()).isEqualTo("127.0.0.1");
        assertThat(settings.seeds()).isEmpty();
        assertThat(settings.stableAfter()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void seedsAreReadInTheirOrder() {
        assertThat(load("cluster.seeds=a1.example:17355, 10.0.0.2:1").cluster().seeds())
                .containsExactly(
                        new ClusterSettings.Seed("a1.example", 17_355), new ClusterSettings.Seed("10.0.0.2", 1));
        assertThat(load("cluster.seeds=\"[::1]:17355\"").cluster().seeds())
                .containsExactly(new ClusterSettings.Seed("[::1]", 17_355));
    }

    @Test
    void theEnvironmentTellsContainersWhereTheyAre() {
        environment.put("EPIDEMIC_CLUSTER_HOST", "a2");
        environment.put("EPIDEMIC_CLUSTER_BIND_HOST", "0.0.0.0");
        environment.put("EPIDEMIC_CLUSTER_PORT", "2551");
        environment.put("EPIDEMIC_CLUSTER_SEEDS", "a1:2551,a2:2551");
        ClusterSettings settings = load().cluster();
        assertThat(List.of(settings.host(), settings.bindHost())).containsExactly("a2", "0.0.0.0");
        assertThat(settings.port()).isEqualTo(2551);
        assertThat(settings.seeds()).hasSize(2);
    }

    @Test
    void theDirectoryOfTheLogsMayComeFromTheEnvironmentToo() {
        assertThat(load().clusterData()).isEqualTo(Path.of("data/cluster"));
        environment.put("EPIDEMIC_CLUSTER_DATA", "/data");
        assertThat(load().clusterData()).isEqualTo(Path.of("/data"));
        assertThat(load("cluster.data=elsewhere").clusterData()).isEqualTo(Path.of("elsewhere"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster.port | 65536 | 0 to 65535 is allowed",
                "cluster.host | \"\" | a name or an address is allowed",
                "cluster.seeds | a1 | 'a1' is no place; host:port, with commas between several, is allowed",
                "cluster.seeds | a1:1,,a2:2 | '' is no place; host:port, with commas between several, is allowed",
                "cluster.seeds | a1:0 | 'a1:0' is no place; host:port, with commas between several, is allowed",
                "cluster.seeds | a1:70000 | 'a1:70000' is no place; host:port, with commas between several, is allowed",
                "cluster.seeds | a1:1,a1:1 | 'a1:1' stands twice; each place once is allowed",
                "cluster.data | \"\" | the name of a directory is allowed",
                "cluster.away-after | 1s | a duration above 1s is allowed",
                "cluster.stable-after | 10ms | a duration of 1s or more is allowed",
                "cluster.frame-max | 1KiB | a size of 16384 to 16777216 bytes is allowed",
                "cluster.parcel-max | 4GiB | a size of 16384 to 1073741824 bytes is allowed"
            })
    void refusesWhatCannotBe(String key, String value, String allowed) {
        assertThatThrownBy(() -> load(key + "=" + value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("epidemic." + key + " = ")
                .hasMessageEndingWith(allowed);
    }
}
