package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.runtime.tls.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The core in JVMs of its own, with encrypted links and a token. With {@code -Pprocesses}; about half a minute. */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class SecuredJvmsTest {
    private static final List<String> CORE = List.of("A1", "A2", "A3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static int post(String url, Optional<String> token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/transactions?node=A2"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("b, w(1,x), c"));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** It believes the others, but they do not believe it; with a certificate of theirs the same node is let in. */
    @Test
    void aForeignCertificateAndAMissingTokenAreRefused() throws Exception {
        Certificates ours = Certificates.make(folder.resolve("ours"), "A1", "A2", "A3");
        Certificates foreign = Certificates.make(folder.resolve("foreign"), "A3");
        try (Jvms jvms = new Jvms(folder, "http.token=secret")) {
            jvms.start("A1", ours.ofCluster("A1"));
            jvms.start("A2", ours.ofCluster("A2"));
            await().atMost(PATIENCE).ignoreExceptions().until(() -> isUp(jvms, "A2"));
            String[] half = foreign.ofCluster("A3");
            half[half.length - 1] = "cluster.tls.trust-store=" + ours.authority();
            jvms.start("A3", half);
            jvms.awaitSaid("A3", "A3 waits for a cluster to join");
            assertThat(isUp(jvms, "A3")).isFalse();
            jvms.kill("A3");
            jvms.start("A3", ours.ofCluster("A3"));
            jvms.awaitServing(CORE);
            for (String node : CORE) {
                assertThat(post(jvms.url(node), Optional.empty())).as(node).isEqualTo(401);
                assertThat(post(jvms.url(node), Optional.of("wrong"))).as(node).isEqualTo(401);
                assertThat(jvms.versionOf("A1")).as(node).isZero();
            }
            assertThat(post(jvms.url("A3"), Optional.of("secret"))).isEqualTo(200);
        }
    }

    /** As A1 sees it. */
    private static boolean isUp(Jvms jvms, String node) {
        return jvms.get("A1", "/api/nodes/" + node).path("state").asText().equals("up");
    }
}
