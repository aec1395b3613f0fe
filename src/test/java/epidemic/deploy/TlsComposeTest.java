package epidemic.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.TlsSettings;
import epidemic.runtime.tls.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tls.yaml adds to compose.yaml: each node shows a certificate of its own to the others. */
class TlsComposeTest {
    private static final Path FOLDER = Path.of("deploy/docker");
    private static final String TEXT = Product.text(FOLDER.resolve("tls.yaml"));
    private static final String CERTIFICATES = "${EPIDEMIC_CERTIFICATES:?the folder that scripts/certificates wrote}/";

    @TempDir
    private static Path folder;

    private static List<String> faults(String text) {
        JsonNode added = Yamls.document(text);
        JsonNode base = Yamls.document(Product.text(FOLDER.resolve("compose.yaml")));
        Faults faults = new Faults();
        faults.unless(added.get("services").size() == Product.nodes().size(), "the nodes and nothing else");
        for (String node : Product.nodes()) {
            String name = node.toLowerCase(Locale.ROOT);
            JsonNode service = added.at("/services/" + name);
            faults.unless(base.at("/services").has(name), name + ": a service of compose.yaml");
            faults.unless(
                    Faults.texts(service.at("/command")).equals(List.of("node", node, "--config", Settings.PLACE)),
                    node + ": its command");
            faults.unless(
                    Faults.texts(service.at("/volumes")).equals(List.of("./tls.conf:" + Settings.PLACE + ":ro")),
                    node + ": its settings");
            Map<String, String> environment = new HashMap<>();
            service.at("/environment").properties().forEach(one -> environment.put(one.getKey(), "a password"));
            faults.unless(Product.variables().containsAll(environment.keySet()), node + ": variables of the product");
            checkFiles(node, service, added, environment, faults);
        }
        return faults.all();
    }

    /** The files that the settings name are there, and are the node's own. */
    private static void checkFiles(
            String node, JsonNode service, JsonNode added, Map<String, String> environment, Faults faults) {
        EpidemicConfig config = Settings.of(FOLDER, folder, environment);
        TlsSettings tls = config.cluster().tls().orElseThrow();
        TlsSettings.Store own = (TlsSettings.Store) tls.identity();
        faults.unless(own.password().equals("a password"), node + ": the password");
        faults.unless(config.http().tls().isEmpty(), node + ": the health check speaks plain HTTP");
        Map<String, String> files = new HashMap<>();
        for (JsonNode secret : service.at("/secrets")) {
            files.put(
                    "/run/secrets/" + secret.at("/target").asText(),
                    added.at("/secrets/" + secret.at("/source").asText() + "/file")
                            .asText());
        }
        faults.unless(
                files.equals(Map.of(
                        own.file().toString(),
                        CERTIFICATES + node + ".p12",
                        tls.trust().orElseThrow().file().toString(),
                        CERTIFICATES + "ca.pem")),
                node + ": its certificate and the authority");
    }

    @Test
    void theNodesKeepTheRules() {
        assertThat(faults(TEXT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: [node, C1, | command: [node, C2,",
                "--config, /etc/epidemic/tls.conf] | --config, /etc/epidemic/epidemic.conf]",
                "./tls.conf:/etc/epidemic/tls.conf:ro | ./tls.conf:/etc/tls.conf:ro",
                "EPIDEMIC_CLUSTER_TLS_KEY_STORE_PASSWORD: | EPIDEMIC_CLUSTER_TLS_PASSWORD:",
                "target: node.p12 | target: key.p12",
                "target: ca.pem | target: authority.pem",
                "source: b2 | source: b1",
                "wrote}/A1.p12 | wrote}/A2.p12",
                "wrote}/ca.pem | wrote}/authority.p12"
            })
    void aRuleThatIsBrokenIsFound(String text, String planted) {
        assertThat(TEXT).contains(text);
        assertThat(faults(TEXT.replace(text, planted))).isNotEmpty();
    }

    @Test
    void theFileFitsTheSchemaOfComposeFiles() throws IOException {
        assertThat(ComposeTest.againstSchema(TEXT)).isEmpty();
        assertThat(ComposeTest.againstSchema(TEXT.replace("source: ca", "from: ca")))
                .isNotEmpty();
    }

    /** The container of A1 is called a1; its certificate, A1. */
    @Test
    void theCertificatesOfTheScriptNameTheHosts() throws Exception {
        SSLContext ours = Certificates.make(folder.resolve("certs"), "A1").as("A1");
        assertThat(believes(ours, "a1")).isTrue();
        assertThat(believes(ours, "a2")).isFalse();
    }

    /** Whether a client that has called this host believes the certificate. */
    private static boolean believes(SSLContext context, String host) throws Exception {
        try (ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> shown = CompletableFuture.runAsync(() -> show(server));
            Socket plain = new Socket(server.getInetAddress(), server.getLocalPort());
            try (SSLSocket called =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, server.getLocalPort(), true)) {
                SSLParameters parameters = called.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                called.setSSLParameters(parameters);
                called.startHandshake();
                return true;
            } catch (SSLException doesNot) {
                return false;
            } finally {
                shown.join();
            }
        }
    }

    private static void show(ServerSocket server) {
        try (Socket caller = server.accept()) {
            caller.getInputStream().read();
        } catch (IOException refused) {
            // The client says so, too.
        }
    }
}
