package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "127.0.0.1, POST, 127.0.0.1:8080, -, 0",
                "127.0.0.1, POST, localhost:8080, http://localhost:8080, 0",
                "127.0.0.1, POST, localhost:8080, http://127.0.0.1:8080, 0",
                "127.0.0.1, POST, LOCALHOST:8080, http://localhost:8080, 0",
                "127.0.0.1, POST, [::1]:8080, http://[::1]:8080, 0",
                "127.0.0.1, POST, localhost:8080, http://localhost:9999, 403",
                "127.0.0.1, POST, localhost:8080, http://evil.example, 403",
                "127.0.0.1, POST, localhost:8080, null, 403",
                "127.0.0.1, POST, localhost:8080, file://, 403",
                "127.0.0.1, POST, localhost:8080, localhost:8080, 403",
                "127.0.0.1, POST, evil.example:8080, http://evil.example:8080, 403",
                "127.0.0.1, GET, evil.example:8080, -, 403",
                "127.0.0.1, GET, localhost.evil.example:8080, -, 403",
                "127.0.0.1, GET, 127.0.0.1.evil.example:8080, -, 403",
                "127.0.0.1, GET, localhost:8080, http://evil.example, 0",
                "192.0.2.1, POST, lab.example:8080, http://lab.example:8080, 0",
                "192.0.2.1, POST, lab.example, https://lab.example, 0",
                "192.0.2.1, POST, lab.example:8080, http://evil.example:8080, 403",
            })
    void letsOwnPagesIn(String bound, String method, String host, String origin, int status) throws Exception {
        Gate gate = new Gate(Optional.empty());
        gate.bound(new InetSocketAddress(InetAddress.getByName(bound), 8080));
        HttpRequest request = (method.equals("POST") ? HttpRequest.POST("/") : HttpRequest.GET("/"))
                .addHeader(RawHeader.create("Host", host));
        HttpRequest whole = origin == null ? request : request.addHeader(RawHeader.create("Origin", origin));
        assertThat(statusOf(gate, whole)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, Bearer secret, 0",
                "POST, Bearer secreT, 401",
                "POST, secret, 401",
                "POST, -, 401",
                "GET, -, 0"
            })
    void wantsTheTokenForPosts(String method, String authorization, int status) {
        HttpRequest request = method.equals("POST") ? HttpRequest.POST("/") : HttpRequest.GET("/");
        HttpRequest whole =
                authorization == null ? request : request.addHeader(RawHeader.create("Authorization", authorization));
        assertThat(statusOf(new Gate(Optional.of("secret")), whole)).isEqualTo(status);
    }

    private static int statusOf(Gate gate, HttpRequest request) {
        try {
            gate.check(request, false);
            return 0;
        } catch (ApiException refusal) {
            return refusal.status();
        }
    }
}
