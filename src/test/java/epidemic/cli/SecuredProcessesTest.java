package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import epidemic.contract.FreePorts;
import epidemic.kernel.NodeId;
import epidemic.runtime.config.ConfigSources;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.tls.Certificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run}, {@code node} and {@code submit} with https and a token. */
class SecuredProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId C2 = NodeId.of("C2");
    private static final String UNAUTHORIZED = "{\"error\":\"unauthorized\",\"message\":"
            + "\"a POST without the token: 'Authorization: Bearer TOKEN' is needed\"}";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Certificates ours;

    @BeforeAll
    static void makeCertificates() {
        ours = Certificates.make(shared.resolve("ours"), "A1", "C2");
    }

    private static EpidemicConfig config(String[]... settings) {
        List<String> all = new ArrayList<>(List.of("http.port=0"));
        for (String[] some : settings) {
            all.addAll(List.of(some));
        }
        return EpidemicConfig.load(new ConfigSources(all, Map.of(), Map.of(), Optional.empty()));
    }

    private static PrintWriter quiet() {
        return new PrintWriter(new StringWriter());
    }

    private static HttpResponse<String> post(String url, String path, Optional<String> token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url).resolve(path))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("b, w(1,x), c"));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(ours.asNobody()).build();
    }

    @Test
    void submitTalksHttpsToWhomItBelieves() throws Exception {
        String file =
                Files.writeString(folder.resolve("a.txt"), "b, w(1,x), c\n").toString();
        EpidemicConfig config = config(ours.ofHttp("A1"), new String[] {"http.token=secret"});
        try (RunningSystem system = RunningSystem.start(config, folder.resolve("data"), quiet(), quiet())) {
            String url = system.url();
            String ca = ours.authority().toString();
            assertThat(url).startsWith("https://127.0.0.1:");
            assertThat(CommandRun.of("submit", file, "--url", url, "--ca", ca, "--token", "secret"))
                    .extracting(CommandRun::exitCode)
                    .isEqualTo(ExitCode.DONE);
            assertThat(CommandRun.of("submit", file, "--url", url, "--token", "secret")
                            .err())
                    .startsWith("epidemic: no trusted connection to " + url.replaceAll("/$", ""))
                    .contains("--ca");
            CommandRun plain =
                    CommandRun.of("submit", file, "--url", url.replace("https:", "http:"), "--token", "secret");
            assertThat(plain.exitCode()).isEqualTo(ExitCode.USAGE);
            CommandRun withoutToken = CommandRun.of("submit", file, "--url", url, "--ca", ca);
            assertThat(withoutToken.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(withoutToken.err()).contains("status 401");
        }
    }

    @Test
    void runWantsTheTokenForEveryChange() throws Exception {
        EpidemicConfig config = config(ours.ofHttp("A1"), new String[] {"http.token=secret", "faults.enabled=true"});
        try (RunningSystem system = RunningSystem.start(config, folder.resolve("data"), quiet(), quiet())) {
            assertThat(wantsToken(system.url(), "/api/transactions?node=A1")).isTrue();
            assertThat(wantsToken(system.url(), "/api/faults")).isTrue();
        }
    }

    /** Also when the process only hands it on to the one that hosts the node. */
    @Test
    void everyProcessWantsTheTokenForEveryChange() throws Exception {
        String seed = "cluster.seeds=127.0.0.1:" + FreePorts.next();
        String[] both = {"http.token=secret", "faults.enabled=true", seed};
        String[] first = {"cluster.port=" + seed.substring(seed.lastIndexOf(':') + 1)};
        EpidemicConfig ofA1 = config(ours.ofHttp("A1"), ours.ofCluster("A1"), both, first);
        EpidemicConfig ofC2 = config(ours.ofHttp("C2"), ours.ofCluster("C2"), both, new String[] {"cluster.port=0"});
        try (NodeProcess a1 = NodeProcess.start(ofA1, A1, folder.resolve("data"), 0);
                NodeProcess c2 = NodeProcess.start(ofC2, C2, folder.resolve("data"), 0)) {
            assertThat(c2.url(ofC2)).startsWith("https://127.0.0.1:");
            await().atMost(PATIENCE)
                    .until(() -> get(c2.url(ofC2), "/api/nodes/A1").contains("\"state\":\"up\""));
            for (String url : List.of(a1.url(ofA1), c2.url(ofC2))) {
                assertThat(wantsToken(url, "/api/transactions?node=A1")).isTrue();
                assertThat(wantsToken(url, "/api/faults")).isTrue();
            }
        }
    }

    private static String get(String url, String path) throws IOException, InterruptedException {
        return client().send(
                        HttpRequest.newBuilder(URI.create(url).resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static boolean wantsToken(String url, String path) throws IOException, InterruptedException {
        for (Optional<String> token : List.of(Optional.<String>empty(), Optional.of("wrong"), Optional.of("secret2"))) {
            HttpResponse<String> refused = post(url, path, token);
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.body()).isEqualTo(UNAUTHORIZED);
        }
        return post(url, path, Optional.of("secret")).statusCode() != 401;
    }

    /** Who does not believe the authority does not talk; who talks plain text is not answered. */
    @Test
    void thePlainPortIsNotOpen() throws Exception {
        try (RunningSystem system =
                RunningSystem.start(config(ours.ofHttp("A1")), folder.resolve("data"), quiet(), quiet())) {
            HttpRequest plain = HttpRequest.newBuilder(
                            URI.create(system.url().replace("https:", "http:")).resolve("/health"))
                    .build();
            assertThat(catchThrowable(
                            () -> HttpClient.newHttpClient().send(plain, HttpResponse.BodyHandlers.ofString())))
                    .isInstanceOf(IOException.class);
            HttpRequest secure = HttpRequest.newBuilder(URI.create(system.url()).resolve("/health"))
                    .build();
            assertThat(catchThrowable(
                            () -> HttpClient.newHttpClient().send(secure, HttpResponse.BodyHandlers.ofString())))
                    .isInstanceOf(SSLException.class);
            assertThat(get(system.url(), "/health")).contains("\"alive\"");
        }
    }

    /** Pekko Management says what /ready says, and shows the members; nothing can be changed there. */
    @Test
    void managementSaysWhatTheNodeSays() throws Exception {
        int port = FreePorts.next();
        EpidemicConfig config = config(
                ours.ofHttp("A1"), ours.ofCluster("A1"), new String[] {"cluster.port=0", "management.port=" + port});
        String management = "https://127.0.0.1:" + port;
        try (NodeProcess a1 = NodeProcess.start(config, A1, folder.resolve("data"), 0)) {
            String http = a1.url(config);
            await().atMost(PATIENCE).until(() -> get(http, "/api/nodes/A1").contains("\"state\":\"up\""));
            assertThat(status(management, "/alive")).isEqualTo(200);
            assertThat(status(http, "/ready?node=A1")).isEqualTo(503);
            assertThat(status(management, "/ready")).isNotEqualTo(200);
            assertThat(get(management, "/cluster/members")).contains("node-A1").contains("\"status\":\"Up\"");
            HttpRequest change = HttpRequest.newBuilder(
                            URI.create(management).resolve("/cluster/members/epidemic@" + a1.place()))
                    .DELETE()
                    .build();
            assertThat(client().send(change, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isBetween(400, 499);
        }
        EpidemicConfig alone = config(ours.ofHttp("C2"), new String[] {"cluster.port=0", "management.port=" + port});
        try (NodeProcess c2 = NodeProcess.start(alone, C2, folder.resolve("data"), 0)) {
            await().atMost(PATIENCE).until(() -> status(management, "/ready") == 200);
            assertThat(status(c2.url(alone), "/ready?node=C2")).isEqualTo(200);
        }
    }

    private static int status(String url, String path) throws IOException, InterruptedException {
        return client().send(
                        HttpRequest.newBuilder(URI.create(url).resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void filesThatCannotBeUsedAreOneLine() {
        String gone = folder.resolve("gone.p12").toString();
        String run = CommandRun.wrongUsage(
                "run",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--set",
                "http.tls.enabled=true",
                "--set",
                "http.tls.key-store=" + gone);
        assertThat(run).isEqualTo("epidemic: epidemic.http.tls.key-store = '" + gone + "': there is no such file\n");
        String node = CommandRun.wrongUsage(
                "node",
                "A1",
                "--port",
                "0",
                "--remote-port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--set",
                "cluster.tls.enabled=true",
                "--set",
                "cluster.tls.key-store=" + ours.store("A1"),
                "--set",
                "cluster.tls.key-store-password=wrong",
                "--set",
                "cluster.tls.trust-store=" + ours.authority());
        assertThat(node)
                .isEqualTo("epidemic: epidemic.cluster.tls.key-store = '" + ours.store("A1")
                        + "': the password is wrong: see key-store-password\n");
        assertThat(CommandRun.wrongUsage("run", "--set", "http.tls.enabled=true"))
                .isEqualTo("epidemic: epidemic.http.tls.key-store = '' (default): with enabled = true either a file, or"
                        + " certificate and private-key, is allowed\n");
        assertThat(CommandRun.wrongUsage("submit", "x.txt", "--url", "https://127.0.0.1:1", "--ca", gone))
                .isEqualTo("epidemic: --ca = '" + gone + "': there is no such file\n");
    }
}
