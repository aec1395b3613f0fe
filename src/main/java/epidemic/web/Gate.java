package epidemic.web;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Tells who may ask. Thread-safe.
 *
 * <ul>
 *   <li>Bound to loopback, the server answers requests for loopback names only: a page whose name was made to mean this
 *       machine (DNS rebinding) has another one.
 *   <li>A POST or a WebSocket from a page (it has an Origin) must come from a page of this server.
 *   <li>A POST must carry the token, if there is one.
 * </ul>
 */
final class Gate {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final Optional<String> token;
    private final AtomicReference<Optional<InetSocketAddress>> bound = new AtomicReference<>(Optional.empty());

    Gate(Optional<String> token) {
        this.token = token;
    }

    /** Notes where the server listens. */
    void bound(InetSocketAddress address) {
        bound.set(Optional.of(address));
    }

    /**
     * Lets a request pass.
     *
     * @param isSocket whether it opens a WebSocket
     * @throws ApiException if it is refused
     */
    void check(HttpRequest request, boolean isSocket) {
        String host = header(request, "Host").orElse("");
        requireOwnHost(host);
        boolean isPost = request.method().equals(HttpMethods.POST);
        if (isPost || isSocket) {
            header(request, "Origin").ifPresent(origin -> requireOwnOrigin(origin, host));
        }
        if (isPost) {
            token.ifPresent(secret -> requireToken(secret, header(request, "Authorization")));
        }
    }

    private void requireOwnHost(String host) {
        boolean isLoopback = bound.get()
                .map(InetSocketAddress::getAddress)
                .map(address -> address.isLoopbackAddress())
                .orElse(false);
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        if (isLoopback && !host.isEmpty() && !LOOPBACK.matcher(name).matches()) {
            throw new ApiException(
                    403,
                    "foreign-host",
                    "a request for the host '" + host
                            + "': this server listens on loopback, and localhost, 127.0.0.1 or [::1] are allowed");
        }
    }

    private void requireOwnOrigin(String origin, String host) {
        String authority = origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
        boolean isHttp = authority.length() < origin.length();
        boolean isOwn =
                authority.equalsIgnoreCase(host) || loopbackAuthorities().contains(authority);
        if (!isHttp || !isOwn) {
            throw new ApiException(
                    403,
                    "foreign-origin",
                    "a request from a page of '" + origin + "': pages of this server are allowed");
        }
    }

    private List<String> loopbackAuthorities() {
        return bound.get()
                .map(InetSocketAddress::getPort)
                .map(port -> List.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port))
                .orElse(List.of());
    }

    /** Takes the same time wherever the first difference is. */
    private static void requireToken(String secret, Optional<String> authorization) {
        byte[] wanted = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        byte[] found = authorization.orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, found)) {
            throw new ApiException(
                    401, "unauthorized", "a POST without the token: 'Authorization: Bearer TOKEN' is needed");
        }
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }
}
