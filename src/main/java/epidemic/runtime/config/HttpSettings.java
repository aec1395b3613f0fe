package epidemic.runtime.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The block {@code epidemic.http}.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 takes any free one
 * @param token the secret that changes need, or empty for none
 * @param maxBodyBytes the largest body of a request in bytes, 1 or more
 * @param transactionTimeout how long a client waits for an outcome, above 0
 * @param slowClientTimeout how long a status client may read nothing, above 0
 * @param tls how connections are encrypted, or empty if they are not
 */
public record HttpSettings(
        String host,
        int port,
        Optional<String> token,
        long maxBodyBytes,
        Duration transactionTimeout,
        Duration slowClientTimeout,
        Optional<TlsSettings> tls) {
    private static final int PORT_MAX = 65_535;

    /** Settings without encryption. */
    public HttpSettings(
            String host,
            int port,
            Optional<String> token,
            long maxBodyBytes,
            Duration transactionTimeout,
            Duration slowClientTimeout) {
        this(host, port, token, maxBodyBytes, transactionTimeout, slowClientTimeout, Optional.empty());
    }

    /** The same at another port. */
    public HttpSettings at(int otherPort) {
        return new HttpSettings(host, otherPort, token, maxBodyBytes, transactionTimeout, slowClientTimeout, tls);
    }

    /** What addresses begin with, {@code http} or {@code https}. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /**
     * Reads the block.
     *
     * @param tls the block inside it
     * @throws ConfigurationException if a value is out of its range
     */
    static HttpSettings read(StrategySettings http, StrategySettings tls) {
        long port = http.number("port");
        if (port < 0 || port > PORT_MAX) {
            throw http.outOfRange("port", "0 to " + PORT_MAX);
        }
        if (http.sizeBytes("max-body") < 1) {
            throw http.outOfRange("max-body", "a size of 1 B or more");
        }
        return new HttpSettings(
                http.text("host"),
                (int) port,
                Optional.of(http.text("token")).filter(token -> !token.isEmpty()),
                http.sizeBytes("max-body"),
                positive(http, "transaction-timeout"),
                positive(http, "slow-client-timeout"),
                TlsSettings.readServer(tls));
    }

    /** A duration above 0. */
    static Duration positive(StrategySettings settings, String name) {
        Duration duration = settings.duration(name);
        if (duration.isZero()) {
            throw settings.outOfRange(name, "a duration above 0");
        }
        return duration;
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return scheme() + "://" + host + ":" + port;
    }
}
