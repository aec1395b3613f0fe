package epidemic.runtime.config;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The block {@code epidemic.management}, when it is on.
 *
 * @param host the address to listen on
 * @param port 1 to 65535
 */
public record ManagementSettings(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /**
     * Reads the block; empty if it is off.
     *
     * @param http whose address is taken if there is none
     * @throws ConfigurationException if a value is out of its range
     */
    static Optional<ManagementSettings> read(StrategySettings management, HttpSettings http) {
        OptionalLong port = management.optionalCount("port");
        if (port.isEmpty()) {
            return Optional.empty();
        }
        if (port.getAsLong() > PORT_MAX) {
            throw management.outOfRange("port", "1 to " + PORT_MAX + ", or off,");
        }
        String host = management.text("host");
        return Optional.of(new ManagementSettings(host.isEmpty() ? http.host() : host, (int) port.getAsLong()));
    }
}
