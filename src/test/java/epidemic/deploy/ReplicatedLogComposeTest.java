package epidemic.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.ClusterSettings;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compose file of a master and two secondaries. */
class ReplicatedLogComposeTest {
    private static final Path FOLDER = Path.of("deploy/docker");
    private static final String TEXT = Product.text(FOLDER.resolve("replicated-log.yaml"));

    private static EpidemicConfig config(Map<String, String> environment) {
        return Product.config(Optional.of(FOLDER.resolve("replicated-log.conf")), environment);
    }

    private static List<String> faults(String text) {
        JsonNode compose = Yamls.document(text);
        Faults faults = new Faults();
        Set<String> published = new TreeSet<>();
        compose.get("services")
                .properties()
                .forEach(one -> ComposeTest.checkShutIn(one.getKey(), one.getValue(), compose, published, faults));
        EpidemicConfig config = config(Map.of());
        List<NodeId> nodes = StrategyCatalog.named(config.strategy())
                .topology(config.settings(config.strategy()))
                .nodes();
        faults.unless(compose.get("services").size() == nodes.size(), "a service for each node");
        for (NodeId node : nodes) {
            JsonNode service = compose.at("/services/" + node.name().toLowerCase(Locale.ROOT));
            faults.unless(!service.isMissingNode(), "a service for " + node);
            if (!service.isMissingNode()) {
                checkNode(node.name(), nodes.indexOf(node), service, compose, faults);
            }
        }
        return faults.all();
    }

    private static void checkNode(String node, int index, JsonNode service, JsonNode compose, Faults faults) {
        String name = node.toLowerCase(Locale.ROOT);
        faults.unless(
                Faults.texts(service.at("/command"))
                        .equals(List.of("node", node, "--config", "/etc/epidemic/epidemic.conf")),
                node + ": its command");
        faults.unless(
                Faults.texts(service.at("/volumes"))
                        .containsAll(List.of(name + ":/data", "./replicated-log.conf:/etc/epidemic/epidemic.conf:ro")),
                node + ": data and settings");
        long own = config(Map.of()).settings("replicated-log").number("base-port") + index;
        faults.unless(
                service.at("/ports/0").asText().equals("127.0.0.1:" + own + ":" + own), node + ": the port of its own");
        faults.unless(service.at("/ports/1").asText().endsWith(":" + Product.httpPort()), node + ": the dashboard");
        faults.unless(
                Faults.texts(service.at("/healthcheck/test")).equals(List.of("CMD", "/app/healthcheck", "/health")),
                node + ": a health check");
        Map<String, String> environment = new HashMap<>();
        service.at("/environment")
                .properties()
                .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));
        faults.unless(Product.variables().containsAll(environment.keySet()), node + ": variables of the product");
        EpidemicConfig config = config(environment);
        faults.unless(config.cluster().host().equals(name), node + ": the service's name as host");
        faults.unless(service.at("/hostname").asText().equals(name), node + ": its own host");
        for (ClusterSettings.Seed seed : config.cluster().seeds()) {
            faults.unless(compose.get("services").has(seed.host()), node + ": the seed " + seed + " is a service");
            faults.unless(seed.port() == Product.remotePort(), node + ": the port of the seed " + seed);
        }
    }

    @Test
    void secondariesCanBeMadeToErr() {
        assertThat(config(Map.of()).faultsEnabled()).isTrue();
    }

    @Test
    void theServicesKeepTheRules() {
        assertThat(faults(TEXT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read_only: true | read_only: false",
                "127.0.0.1:9001:9001 | 127.0.0.1:9001:9000",
                "127.0.0.1:9001:9001 | 9001:9001",
                "127.0.0.1:8091:8080 | 127.0.0.1:8090:8080",
                "command: [node, S1, | command: [node, S2,",
                "m:17355,s1 | m:7355,s1",
                "EPIDEMIC_CLUSTER_HOST: s2 | EPIDEMIC_CLUSTER_HOST: s1",
                "- s1:/data | - s2:/data",
                "./replicated-log.conf | ./epidemic.conf"
            })
    void aRuleThatIsBrokenIsFound(String text, String planted) {
        assertThat(TEXT).contains(text);
        assertThat(faults(TEXT.replace(text, planted))).isNotEmpty();
    }

    @Test
    void theFileFitsTheSchemaOfComposeFiles() throws IOException {
        assertThat(ComposeTest.againstSchema(TEXT)).isEmpty();
    }
}
