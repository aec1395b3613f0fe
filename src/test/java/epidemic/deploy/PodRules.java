package epidemic.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pod of a node has to be. */
final class PodRules {
    private static final String CONFIG = "/etc/epidemic/epidemic.conf";
    private static final Duration PRE_STOP = Duration.ofSeconds(5);

    private PodRules() {}

    static void check(String name, JsonNode pod, Faults faults) {
        JsonNode node = pod.at("/containers/0");
        checkSecurity(name, pod, node, faults);
        checkProbes(name, node, faults);
        checkPlaces(name, pod, node, faults);
        checkVariables(name, node, faults);
        Duration grace =
                Duration.ofSeconds(pod.at("/terminationGracePeriodSeconds").asLong());
        faults.unless(grace.compareTo(Product.shutdownMax().plus(PRE_STOP)) > 0, name + ": time to stop in order");
        faults.is(node, "/lifecycle/preStop/exec/command/1", String.valueOf(PRE_STOP.toSeconds()), name);
        faults.unless(node.at("/resources/requests").has("cpu"), name + ": some processor time");
        faults.unless(!node.at("/resources/limits").has("cpu"), name + ": no throttling");
        faults.unless(
                node.at("/resources/requests/memory").equals(node.at("/resources/limits/memory"))
                        && node.at("/resources/limits").has("memory"),
                name + ": memory that is there");
    }

    private static void checkSecurity(String name, JsonNode pod, JsonNode node, Faults faults) {
        faults.is(pod, "/securityContext/runAsNonRoot", "true", name);
        faults.is(pod, "/securityContext/seccompProfile/type", "RuntimeDefault", name);
        faults.is(pod, "/automountServiceAccountToken", "false", name);
        faults.is(pod, "/enableServiceLinks", "false", name);
        faults.is(node, "/securityContext/readOnlyRootFilesystem", "true", name);
        faults.is(node, "/securityContext/allowPrivilegeEscalation", "false", name);
        faults.is(node, "/securityContext/capabilities/drop/0", "ALL", name);
        String user = Dockerfile.parse(Product.text(java.nio.file.Path.of("deploy/docker/Dockerfile")))
                .image()
                .last("USER")
                .orElse("");
        for (String key : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            faults.is(pod, "/securityContext/" + key, user.split(":")[0], name);
        }
        faults.unless(node.at("/image").asText().matches("[a-z/.-]+:\\d+\\.\\d+\\.\\d+"), name + ": a pinned image");
    }

    private static void checkProbes(String name, JsonNode node, Faults faults) {
        faults.is(node, "/startupProbe/httpGet/path", "/health", name);
        faults.is(node, "/livenessProbe/httpGet/path", "/health", name);
        faults.is(node, "/readinessProbe/httpGet/path", "/ready?node=self", name);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            faults.is(node, "/" + probe + "/httpGet/port", "http", name);
        }
        Map<String, Integer> ports = new HashMap<>();
        node.at("/ports")
                .forEach(port -> ports.put(
                        port.at("/name").asText(), port.at("/containerPort").asInt()));
        faults.unless(
                ports.equals(Map.of("http", Product.httpPort(), "remoting", Product.remotePort())),
                name + ": the ports of the configuration");
    }

    private static void checkPlaces(String name, JsonNode pod, JsonNode node, Faults faults) {
        List<String> mounts = Faults.items(node.at("/volumeMounts")).stream()
                .map(mount -> mount.at("/name").asText() + " "
                        + mount.at("/mountPath").asText())
                .toList();
        faults.unless(
                mounts.equals(List.of("data /data", "settings /etc/epidemic", "tmp /tmp")), name + ": what is mounted");
        faults.is(pod, "/volumes/0/configMap/name", "epidemic-settings", name);
        faults.unless(pod.at("/volumes/1/emptyDir").has("sizeLimit"), name + ": a bounded /tmp");
        List<String> arguments = Faults.texts(node.at("/args"));
        faults.unless(
                arguments.size() == 4 && arguments.subList(2, 4).equals(List.of("--config", CONFIG)),
                name + ": the settings are named");
        faults.unless(!node.has("command"), name + ": the image's own entry point");
    }

    private static void checkVariables(String name, JsonNode node, Faults faults) {
        List<String> own = Faults.items(node.at("/env")).stream()
                .map(one -> one.at("/name").asText())
                .filter(one -> one.startsWith("EPIDEMIC_"))
                .toList();
        faults.unless(Product.variables().containsAll(own), name + ": variables of the product");
        JsonNode token = Faults.items(node.at("/env")).stream()
                .filter(one -> one.at("/name").asText().equals("EPIDEMIC_HTTP_TOKEN"))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        faults.is(token, "/valueFrom/secretKeyRef/name", "epidemic-token", name);
        faults.unless(token.at("/valueFrom/secretKeyRef/optional").isMissingNode(), name + ": not without a token");
    }
}
