package epidemic.web;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the HTTP server, the block {@code epidemic.http} and {@code epidemic.faults.enabled}.
 *
 * @param host the address or name to listen at
 * @param port 0 to 65535, 0 for any free one
 * @param token what every POST must carry; empty for nothing
 * @param maxBodyBytes the largest request body, 1 or more
 * @param transactionTimeout how long a transaction may stay without outcome until its client is told "unknown", above 0
 * @param slowClientTimeout how long a status socket may take nothing until it is closed, above 0
 * @param statusInterval the pause between two looks at the nodes, and between two messages of a socket, above 0
 * @param faultsEnabled whether nodes may be crashed and restarted by POST
 * @param seed of the draws of nodes, any number
 */
public record HttpSettings(
        String host,
        int port,
        Optional<String> token,
        int maxBodyBytes,
        Duration transactionTimeout,
        Duration slowClientTimeout,
        Duration statusInterval,
        boolean faultsEnabled,
        long seed) {
    private static final int PORT_MAX = 65_535;

    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message names it and what is allowed
     */
    public HttpSettings {
        require(!host.isBlank(), "host", host, "a name or an address");
        require(port >= 0 && port <= PORT_MAX, "port", port, "0 to " + PORT_MAX);
        require(token.isEmpty() || !token.get().isBlank(), "token", "''", "no token, or one that is not blank");
        require(maxBodyBytes >= 1, "max-body", maxBodyBytes, "1 byte or more");
        requirePositive("transaction-timeout", transactionTimeout);
        requirePositive("slow-client-timeout", slowClientTimeout);
        requirePositive("status-interval", statusInterval);
    }

    private static void requirePositive(String name, Duration duration) {
        require(!duration.isNegative() && !duration.isZero(), name, duration, "above 0");
    }

    private static void require(boolean condition, String name, Object found, String allowed) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "epidemic.http." + name + " = " + found + ": " + allowed + " is allowed");
        }
    }
}
