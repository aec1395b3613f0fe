package epidemic.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be switched on beside: TLS, and Pekko Management. */
class KubernetesComponentsTest {
    private static final Manifests BASE = Manifests.read();
    private static final Component TLS = Component.read("tls");
    private static final Component MANAGEMENT = Component.read("management");
    private static final String NODE = "/spec/template/spec/containers/0";

    @TempDir
    private static Path folder;

    private static List<String> faultsOfTls(Component tls) {
        Faults faults = new Faults();
        EpidemicConfig config = Settings.of(tls.texts().get("tls.conf"), Manifests.FOLDER, folder, Map.of());
        String settings = tls.kustomization().at("/configMapGenerator/0/name").asText();
        for (JsonNode set : BASE.with(tls).of("StatefulSet")) {
            String name = set.at("/metadata/name").asText();
            Set<String> there = files(set, settings, faults);
            faults.unless(there.contains(set.at(NODE + "/args/3").asText()), name + ": its settings");
            config.cluster().tls().ifPresent(links -> {
                faults.unless(links.verifyHost(), name + ": hosts are checked");
                faults.unless(there.contains(links.trust().orElseThrow().file().toString()), name + ": the authority");
            });
            for (Optional<TlsSettings> block :
                    List.of(config.cluster().tls(), config.http().tls())) {
                faults.unless(block.isPresent(), name + ": links and HTTP are encrypted");
                block.map(TlsSettings::identity)
                        .map(TlsSettings.Pem.class::cast)
                        .ifPresent(own -> faults.unless(
                                there.containsAll(Set.of(
                                        own.certificate().toString(),
                                        own.privateKey().toString())),
                                name + ": its certificate and key"));
            }
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                faults.is(set, NODE + "/" + probe + "/httpGet/scheme", "HTTPS", name);
            }
        }
        return faults.all();
    }

    /** Where the files of the component's settings and of its secret are in a container. */
    private static Set<String> files(JsonNode set, String settings, Faults faults) {
        JsonNode mounts = set.at(NODE + "/volumeMounts");
        JsonNode mount = mounts.get(mounts.size() - 1);
        JsonNode volumes = set.at("/spec/template/spec/volumes");
        JsonNode volume = volumes.get(volumes.size() - 1);
        faults.unless(mount.at("/name").equals(volume.at("/name")), "what is mounted");
        faults.is(mount, "/readOnly", "true", "what is mounted");
        faults.is(volume, "/projected/defaultMode", "288", "for the group only");
        faults.is(volume, "/projected/sources/0/configMap/name", settings, "the settings");
        faults.is(volume, "/projected/sources/1/secret/name", "epidemic-tls", "the secret");
        Set<String> files = new HashSet<>(Set.of(mount.at("/mountPath").asText() + "/tls.conf"));
        volume.at("/projected/sources/1/secret/items").forEach(item -> {
            faults.unless(item.at("/key").equals(item.at("/path")), "the keys that cert-manager writes");
            files.add(mount.at("/mountPath").asText() + "/" + item.at("/path").asText());
        });
        return files;
    }

    private static List<String> faultsOfManagement(Component management) {
        Faults faults = new Faults();
        Manifests patched = BASE.with(management);
        JsonNode rules = patched.of("NetworkPolicy").get(0).at("/spec/ingress");
        JsonNode rule = rules.get(rules.size() - 1);
        faults.unless(rule.at("/from/0/podSelector/matchLabels").size() == 1, "not for everybody");
        for (JsonNode set : patched.of("StatefulSet")) {
            JsonNode variables = set.at(NODE + "/env");
            JsonNode added = variables.get(variables.size() - 1);
            EpidemicConfig config = Product.config(
                    Optional.empty(),
                    Map.of(added.at("/name").asText(), added.at("/value").asText(), "EPIDEMIC_HTTP_HOST", "0.0.0.0"));
            int port = config.management().map(one -> one.port()).orElse(-1);
            faults.unless(port == set.at(NODE + "/ports/2/containerPort").asInt(), "the port that is listened on");
            faults.unless(port == rule.at("/ports/0/port").asInt(), "the port that is let in");
            faults.unless(
                    config.management()
                            .filter(one -> one.host().equals("0.0.0.0"))
                            .isPresent(),
                    "not on loopback only");
        }
        return faults.all();
    }

    @Test
    void theComponentsKeepTheRules() {
        assertThat(faultsOfTls(TLS)).isEmpty();
        assertThat(faultsOfManagement(MANAGEMENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value: /etc/epidemic-tls/tls.conf | value: /etc/epidemic/tls.conf",
                "mountPath: /etc/epidemic-tls | mountPath: /etc/tls",
                "readOnly: true | readOnly: false",
                "defaultMode: 0440 | defaultMode: 0444",
                "- name: epidemic-tls-settings | - name: epidemic-settings",
                "path: tls.key | path: key.pem",
                "key: ca.crt | key: tls.crt",
                "livenessProbe/httpGet/scheme | startupProbe/httpGet/scheme",
                "value: HTTPS | value: HTTP",
                "enabled = true | enabled = false",
                "trust-store = \"/etc/epidemic-tls/ca.crt\" | trust-store = \"/etc/epidemic-tls/ca.pem\"",
                "cluster.tls { | cluster.tls { verify-host = false,",
            })
    void aRuleOfTlsThatIsBrokenIsFound(String text, String planted) {
        assertThat(faultsOfTls(TLS.with(text, planted))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: EPIDEMIC_MANAGEMENT_PORT | name: EPIDEMIC_MANAGEMENT",
                "containerPort: 7626 | containerPort: 7627",
                "port: 7626 | port: 7627",
                "epidemic-operator: \"true\" | {}",
            })
    void aRuleOfManagementThatIsBrokenIsFound(String text, String planted) {
        assertThat(faultsOfManagement(MANAGEMENT.with(text, planted))).isNotEmpty();
    }

    @Test
    void whatTheyMakeIsOfTheApisForm() throws IOException {
        KubernetesTest.againstApi(BASE.with(TLS).with(MANAGEMENT));
    }

    /** Named in the kustomization, to be switched on by taking away a sign. */
    @ParameterizedTest
    @ValueSource(strings = {"tls", "management"})
    void theyStandInTheKustomization(String name) {
        assertThat(Product.text(Manifests.FOLDER.resolve("kustomization.yaml")).lines())
                .contains("#  - " + name);
        assertThat(Files.exists(Manifests.FOLDER.resolve(name).resolve("kustomization.yaml")))
                .isTrue();
    }
}
