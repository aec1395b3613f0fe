package epidemic.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import epidemic.runtime.config.ClusterSettings;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** The seven containers of compose.yaml are the product's nodes, find each other, and are shut in. */
class ComposeTest {
    private static final Path FOLDER = Path.of("deploy/docker");
    private static final String TEXT = Product.text(FOLDER.resolve("compose.yaml"));

    private static List<String> faults(String text) {
        JsonNode compose = Yamls.document(text);
        Faults faults = new Faults();
        Set<String> published = new TreeSet<>();
        compose.get("services").properties().forEach(one -> {
            checkShutIn(one.getKey(), one.getValue(), compose, published, faults);
        });
        for (String node : Product.nodes()) {
            JsonNode service = compose.at("/services/" + node.toLowerCase(Locale.ROOT));
            faults.unless(!service.isMissingNode(), "a service for " + node);
            if (!service.isMissingNode()) {
                checkNode(node, service, compose, faults);
            }
        }
        return faults.all();
    }

    /** What holds for every service. */
    static void checkShutIn(String name, JsonNode service, JsonNode compose, Set<String> published, Faults faults) {
        faults.is(service, "/read_only", "true", name);
        faults.is(service, "/cap_drop/0", "ALL", name);
        faults.is(service, "/security_opt/0", "no-new-privileges:true", name);
        faults.unless(
                service.at("/image").asText().matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+"), name + ": a pinned image");
        faults.unless(service.has("mem_limit"), name + ": bounded memory");
        for (String port : Faults.texts(service.at("/ports"))) {
            faults.unless(port.startsWith("127.0.0.1:"), name + ": ports on loopback only");
            faults.unless(published.add(port.split(":")[1]), name + ": a port of its own");
        }
        for (String volume : Faults.texts(service.at("/volumes"))) {
            String source = volume.split(":")[0];
            boolean isFile = source.startsWith(".");
            faults.unless(
                    isFile
                            ? Files.exists(FOLDER.resolve(source))
                            : compose.at("/volumes").has(source),
                    name + ": " + source + " is there");
            faults.unless(!isFile || volume.endsWith(":ro"), name + ": " + source + " is read only");
        }
    }

    private static void checkNode(String node, JsonNode service, JsonNode compose, Faults faults) {
        String name = node.toLowerCase(Locale.ROOT);
        faults.unless(
                Faults.texts(service.at("/command"))
                        .equals(List.of("node", node, "--config", "/etc/epidemic/epidemic.conf")),
                node + ": its command");
        faults.unless(
                Faults.texts(service.at("/volumes"))
                        .containsAll(List.of(name + ":/data", "./epidemic.conf:/etc/epidemic/epidemic.conf:ro")),
                node + ": data and settings");
        faults.unless(
                Faults.texts(service.at("/tmpfs")).stream().anyMatch(one -> one.startsWith("/tmp:size=")),
                node + ": /tmp");
        faults.unless(
                service.at("/ports/0").asText().endsWith(":" + Product.httpPort()), node + ": the port of the product");
        faults.unless(
                Faults.texts(service.at("/healthcheck/test"))
                        .equals(List.of("CMD", "/app/healthcheck", "/ready?node=self")),
                node + ": a health check of its own node");
        Duration grace = Duration.parse(
                "PT" + service.at("/stop_grace_period").asText("0s").toUpperCase(Locale.ROOT));
        faults.unless(grace.compareTo(Product.shutdownMax()) > 0, node + ": time to stop in order");
        checkEnvironment(node, service, compose, faults);
    }

    private static void checkEnvironment(String node, JsonNode service, JsonNode compose, Faults faults) {
        Map<String, String> environment = new HashMap<>();
        service.at("/environment")
                .properties()
                .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));
        faults.unless(Product.variables().containsAll(environment.keySet()), node + ": variables of the product");
        EpidemicConfig config = Product.config(Optional.empty(), environment);
        faults.unless(config.cluster().host().equals(service.at("/hostname").asText()), node + ": its own host");
        faults.unless(
                config.cluster().host().equals(node.toLowerCase(Locale.ROOT)), node + ": the service's name as host");
        faults.unless(config.cluster().seeds().size() == 3, node + ": three seeds");
        for (ClusterSettings.Seed seed : config.cluster().seeds()) {
            faults.unless(compose.get("services").has(seed.host()), node + ": the seed " + seed + " is a service");
            faults.unless(seed.port() == Product.remotePort(), node + ": the port of the seed " + seed);
        }
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
                "cap_drop: [ALL] | cap_drop: [NET_RAW]",
                "no-new-privileges:true | no-new-privileges:false",
                "127.0.0.1:8083:8080 | 8083:8080",
                "127.0.0.1:8083:8080 | 127.0.0.1:8082:8080",
                "127.0.0.1:8083:8080 | 127.0.0.1:8083:80",
                "a1:17355,a2 | a4:17355,a2",
                "a1:17355,a2 | a1:7355,a2",
                "EPIDEMIC_CLUSTER_HOST: b2 | EPIDEMIC_CLUSTER_HOST: b1",
                "EPIDEMIC_CLUSTER_SEEDS | EPIDEMIC_SEEDS",
                "command: [node, C1, | command: [node, C2,",
                "- c1:/data | - c3:/data",
                "/ready?node=self | /health",
                "stop_grace_period: 110s | stop_grace_period: 10s",
                "image: grafana/grafana:12.0.2 | image: grafana/grafana:latest",
                "../grafana/epidemic.json | ../grafana/gone.json",
                "mem_limit: 768m | cpu_shares: 1",
                "/tmp:size=64m | /var/tmp:size=64m"
            })
    void aRuleThatIsBrokenIsFound(String text, String planted) {
        assertThat(TEXT).contains(text);
        assertThat(faults(TEXT.replace(text, planted))).isNotEmpty();
    }

    /** What does not fit the schema of compose files. */
    static Set<String> againstSchema(String text) throws IOException {
        try (InputStream file = ComposeTest.class.getResourceAsStream("compose_spec.json")) {
            JsonNode tree = new ObjectMapper().readTree(file);
            // The spelling of an old draft, which says where definitions are; they are referred to by their paths.
            tree.findParents("id").stream()
                    .filter(part -> part.get("id").isTextual())
                    .forEach(part -> ((ObjectNode) part).remove("id"));
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909)
                    .getSchema(tree);
            Set<String> messages = new TreeSet<>();
            // The schema is older than the key `name`.
            schema.validate(((ObjectNode) Yamls.document(text)).without("name"))
                    .forEach(one -> messages.add(one.getMessage()));
            return messages;
        }
    }

    @Test
    void theFileFitsTheSchemaOfComposeFiles() throws IOException {
        assertThat(againstSchema(TEXT)).isEmpty();
        assertThat(againstSchema(TEXT.replace("read_only: true", "readonly: true")))
                .isNotEmpty();
        assertThat(againstSchema(TEXT.replace("cap_drop: [ALL]", "cap_drop: ALL")))
                .isNotEmpty();
        assertThat(againstSchema(TEXT.replace("start_period: 60s", "start_after: 60s")))
                .isNotEmpty();
    }

    /** Both kinds of containers have the same settings, and the product takes them. */
    @Test
    void theSettingsAreKnownToTheProduct() {
        Path settings = FOLDER.resolve("epidemic.conf");
        EpidemicConfig config = Product.config(Optional.of(settings), Map.of());
        assertThat(config.root().getString("epidemic.layered.core.on-failure")).isEqualTo("reconfigure");
        assertThat(config.root().getString("epidemic.storage.sync")).isEqualTo("batch");
        assertThat(Product.text(settings)).isEqualTo(Product.text(Path.of("deploy/kubernetes/epidemic.conf")));
    }

    @Test
    void prometheusScrapesEveryNodeAndGrafanaFindsBoth() {
        JsonNode prometheus = Yamls.document(Product.text(FOLDER.resolve("prometheus.yml")));
        assertThat(Faults.texts(prometheus.at("/scrape_configs/0/static_configs/0/targets")))
                .containsExactlyElementsOf(Product.nodes().stream()
                        .map(node -> node.toLowerCase(Locale.ROOT) + ":" + Product.httpPort())
                        .toList());
        JsonNode services = Yamls.document(TEXT).get("services");
        assertThat(Faults.texts(services.at("/prometheus/volumes")))
                .contains("../prometheus/alerts.yml:/etc/prometheus/"
                        + prometheus.at("/rule_files/0").asText() + ":ro");
        JsonNode source = Yamls.document(Product.text(FOLDER.resolve("grafana/datasource.yaml")));
        assertThat(source.at("/datasources/0/url").asText()).isEqualTo("http://prometheus:9090");
        JsonNode provider = Yamls.document(Product.text(FOLDER.resolve("grafana/dashboards.yaml")));
        assertThat(Faults.texts(services.at("/grafana/volumes")))
                .contains("../grafana/epidemic.json:"
                        + provider.at("/providers/0/options/path").asText() + "/epidemic.json:ro");
    }
}
