package epidemic.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import epidemic.runtime.config.ClusterSettings;
import epidemic.runtime.config.EpidemicConfig;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests make the product's nodes, by their names, where they find each other and nobody else finds them. */
class KubernetesTest {
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final Manifests REAL = Manifests.read();

    private static List<String> faults(Manifests manifests) {
        Faults faults = new Faults();
        Set<String> pods = new TreeSet<>();
        Set<String> nodes = new TreeSet<>();
        for (JsonNode set : manifests.of("StatefulSet")) {
            checkSet(set, pods, nodes, faults);
        }
        faults.unless(nodes.equals(new TreeSet<>(Product.nodes())), "all nodes: " + nodes);
        manifests.of("StatefulSet").forEach(set -> checkAddresses(set, pods, faults));
        checkServices(manifests, faults);
        checkBudgets(manifests, faults);
        checkNetwork(manifests, faults);
        return faults.all();
    }

    private static void checkSet(JsonNode set, Set<String> pods, Set<String> nodes, Faults faults) {
        String name = set.at("/metadata/name").asText();
        String letter = set.at("/spec/template/spec/containers/0/args/1").asText();
        faults.unless(letter.endsWith("$(POD_INDEX)"), name + ": nodes by the pods' numbers");
        for (int index = 0; index < set.at("/spec/replicas").asInt(); index++) {
            int number = set.at("/spec/ordinals/start").asInt() + index;
            pods.add(name + "-" + number + "." + set.at("/spec/serviceName").asText());
            nodes.add(letter.replace("$(POD_INDEX)", String.valueOf(number)));
        }
        faults.is(set, "/spec/podManagementPolicy", "Parallel", name);
        faults.is(set, "/spec/updateStrategy/type", "RollingUpdate", name);
        faults.is(set, "/spec/volumeClaimTemplates/0/metadata/name", "data", name);
        faults.unless(
                set.at("/spec/selector/matchLabels").equals(set.at("/spec/template/metadata/labels")),
                name + ": labels");
        JsonNode apart =
                set.at("/spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
        boolean isCore = letter.startsWith("A");
        faults.unless(
                !isCore
                        || apart.at("/labelSelector").equals(set.at("/spec/selector"))
                                && apart.at("/topologyKey").asText().equals("kubernetes.io/hostname"),
                name + ": on different machines");
        faults.unless(
                isCore
                        == set.at("/spec/selector/matchLabels/" + COMPONENT.replace("/", "~1"))
                                .asText()
                                .equals("core"),
                name + ": its component");
        PodRules.check(name, set.at("/spec/template/spec"), faults);
    }

    /** Where nodes are told to meet is where pods are. */
    private static void checkAddresses(JsonNode set, Set<String> pods, Faults faults) {
        String name = set.at("/metadata/name").asText();
        Map<String, String> environment = new HashMap<>();
        set.at("/spec/template/spec/containers/0/env").forEach(one -> {
            if (one.has("value")) {
                environment.put(one.at("/name").asText(), one.at("/value").asText());
            }
        });
        environment.computeIfPresent(
                "EPIDEMIC_CLUSTER_HOST",
                (key, host) -> host.replace(
                        "$(POD_NAME)",
                        name + "-" + set.at("/spec/ordinals/start").asText()));
        EpidemicConfig config = Product.config(Optional.empty(), environment);
        faults.unless(
                pods.contains(config.cluster().host()),
                name + ": its host " + config.cluster().host());
        faults.unless(config.cluster().seeds().size() == 3, name + ": three seeds");
        for (ClusterSettings.Seed seed : config.cluster().seeds()) {
            faults.unless(pods.contains(seed.host()), name + ": the seed " + seed + " is a pod");
            faults.unless(seed.port() == Product.remotePort(), name + ": the port of the seed " + seed);
        }
    }

    private static void checkServices(Manifests manifests, Faults faults) {
        Map<String, JsonNode> services = new HashMap<>();
        manifests
                .of("Service")
                .forEach(one -> services.put(one.at("/metadata/name").asText(), one.get("spec")));
        JsonNode headless = services.get("epidemic-nodes");
        faults.unless(headless != null, "a service for names");
        if (headless != null) {
            faults.is(headless, "/clusterIP", "None", "epidemic-nodes");
            faults.is(headless, "/publishNotReadyAddresses", "true", "epidemic-nodes");
            faults.is(headless, "/ports/0/targetPort", "remoting", "epidemic-nodes");
        }
        for (JsonNode set : manifests.of("StatefulSet")) {
            faults.unless(services.containsKey(set.at("/spec/serviceName").asText()), "the service of a set");
        }
    }

    private static void checkBudgets(Manifests manifests, Faults faults) {
        Set<String> components = new TreeSet<>();
        for (JsonNode budget : manifests.of("PodDisruptionBudget")) {
            faults.is(budget, "/spec/maxUnavailable", "1", "budget");
            JsonNode selector = budget.at("/spec/selector");
            manifests.of("StatefulSet").stream()
                    .filter(set -> set.at("/spec/selector").equals(selector))
                    .forEach(set -> components.add(
                            selector.at("/matchLabels").get(COMPONENT).asText()));
        }
        faults.unless(
                components.equals(Set.of("core", "layer-1", "layer-2")), "a budget for each component: " + components);
    }

    private static void checkNetwork(Manifests manifests, Faults faults) {
        JsonNode policy = manifests.of("NetworkPolicy").get(0).get("spec");
        Map<String, String> own = Map.of("app.kubernetes.io/name", "epidemic");
        for (JsonNode set : manifests.of("StatefulSet")) {
            own.forEach((key, value) -> faults.unless(
                    set.at("/spec/template/metadata/labels").path(key).asText().equals(value),
                    "pods under the policy"));
        }
        faults.unless(
                policy.at("/podSelector/matchLabels/app.kubernetes.io~1name")
                        .asText()
                        .equals("epidemic"),
                "policy");
        faults.unless(Faults.texts(policy.at("/policyTypes")).equals(List.of("Ingress", "Egress")), "both directions");
        faults.unless(
                ports(policy.at("/ingress")).equals(Set.of("TCP " + Product.httpPort(), "TCP " + Product.remotePort())),
                "in: the containers' ports, " + ports(policy.at("/ingress")));
        faults.unless(
                ports(policy.at("/egress")).equals(Set.of("TCP " + Product.remotePort(), "UDP 53", "TCP 53")),
                "out: nodes and DNS, " + ports(policy.at("/egress")));
        List<JsonNode> rules = new ArrayList<>(Faults.items(policy.at("/ingress")));
        rules.addAll(Faults.items(policy.at("/egress")));
        for (JsonNode rule : rules) {
            faults.unless(rule.path("from").size() + rule.path("to").size() > 0, "nobody in general");
            boolean isOfNodes = ports(new com.fasterxml.jackson.databind.ObjectMapper()
                            .createArrayNode()
                            .add(rule))
                    .contains("TCP " + Product.remotePort());
            JsonNode others = rule.has("from") ? rule.get("from") : rule.get("to");
            faults.unless(
                    !isOfNodes
                            || others.size() == 1
                                    && others.get(0).at("/podSelector").equals(policy.at("/podSelector")),
                    "remoting between nodes only");
        }
    }

    private static Set<String> ports(JsonNode rules) {
        Set<String> ports = new TreeSet<>();
        for (JsonNode rule : rules) {
            faultlessPorts(rule).forEach(ports::add);
        }
        return ports;
    }

    private static List<String> faultlessPorts(JsonNode rule) {
        if (rule.path("ports").isEmpty()) {
            return List.of("all");
        }
        return Faults.items(rule.get("ports")).stream()
                .map(port ->
                        port.at("/protocol").asText() + " " + port.at("/port").asText())
                .toList();
    }

    @Test
    void theManifestsKeepTheRules() {
        assertThat(faults(REAL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runAsNonRoot: true | runAsNonRoot: false",
                "runAsUser: 10001 | runAsUser: 1000",
                "RuntimeDefault | Unconfined",
                "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false",
                "allowPrivilegeEscalation: false | allowPrivilegeEscalation: true",
                "drop: [ALL] | drop: [NET_RAW]",
                "automountServiceAccountToken: false | automountServiceAccountToken: true",
                "enableServiceLinks: false | enableServiceLinks: true",
                "path: /ready?node=self | path: /ready",
                "port: http | port: 80",
                "containerPort: 8080 | containerPort: 80",
                "terminationGracePeriodSeconds: 110 | terminationGracePeriodSeconds: 30",
                "podManagementPolicy: Parallel | podManagementPolicy: OrderedReady",
                "type: RollingUpdate | type: OnDelete",
                "start: 1 | start: 0",
                "replicas: 3 | replicas: 2",
                "A$(POD_INDEX) | A1",
                "value: $(POD_NAME).epidemic-nodes | value: $(POD_NAME)",
                "value: epidemic-a-1 | value: epidemic-a-0",
                "name: EPIDEMIC_CLUSTER_HOST | name: EPIDEMIC_HOST",
                "epidemic-a-1.epidemic-nodes:17355 | epidemic-a-1.epidemic-nodes:7355",
                "publishNotReadyAddresses: true | publishNotReadyAddresses: false",
                "clusterIP: None | clusterIP: 10.0.0.1",
                "maxUnavailable: 1 | maxUnavailable: 2",
                "component: core | component: heart",
                "topologyKey: kubernetes.io/hostname | weight: 1",
                "image: epidemic:0.1.0 | image: epidemic:latest",
                "mountPath: /data | mountPath: /var/data",
                "memory: 768Mi | storage: 768Mi",
                "limits: | requested:",
                "key: token | optional: true",
                "policyTypes: [Ingress, Egress] | policyTypes: [Ingress]",
                "port: 53 | port: 443",
                "- port: 8080 | - port: 9090",
            })
    void aRuleThatIsBrokenIsFound(String text, String planted) {
        assertThat(faults(REAL.with(text, planted))).isNotEmpty();
    }

    /** Fields, their types and what is required, as the API of Kubernetes has them. */
    static void againstApi(Manifests manifests) throws IOException {
        for (JsonNode one : manifests.all()) {
            JsonElement json = JsonParser.parseString(one.toString());
            switch (one.at("/apiVersion").asText() + " " + one.at("/kind").asText()) {
                case "apps/v1 StatefulSet" -> V1StatefulSet.validateJsonElement(json);
                case "v1 Service" -> V1Service.validateJsonElement(json);
                case "v1 Namespace" -> V1Namespace.validateJsonElement(json);
                case "policy/v1 PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(json);
                case "networking.k8s.io/v1 NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
                default -> throw new IllegalArgumentException("unknown: " + one.at("/kind"));
            }
        }
    }

    @Test
    void theManifestsAreOfTheApisForm() throws IOException {
        againstApi(REAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runAsNonRoot: true | runAsNonroot: true",
                "httpGet: | getHttp:",
                "maxUnavailable: 1 | maxUnavailabe: 1",
                "policyTypes: [Ingress, Egress] | policyTypes: Ingress",
                "serviceName: epidemic-nodes | serviceNames: epidemic-nodes",
                "topologyKey: kubernetes.io/hostname | topology: kubernetes.io/hostname",
                "publishNotReadyAddresses: true | publishUnready: true",
                "apiVersion: apps/v1 | apiVersion: apps/v1beta1"
            })
    void whatTheApiDoesNotKnowIsFound(String text, String planted) {
        assertThatThrownBy(() -> againstApi(REAL.with(text, planted))).isInstanceOf(IllegalArgumentException.class);
    }

    /** But for what tells the layers apart, the three sets are the same. */
    @Test
    void theSetsDifferOnlyByTheirLayer() {
        List<String> texts = List.of("core.yaml", "layer-1.yaml", "layer-2.yaml").stream()
                .map(file -> REAL.texts().get(file))
                .map(text -> text.substring(text.indexOf("      containers:"), text.length()))
                .map(text -> text.replaceFirst("args: \\[node, [ABC]", "args: [node, X"))
                .distinct()
                .toList();
        assertThat(texts).hasSize(1);
    }
}
