package epidemic.web;

import epidemic.runtime.config.HttpSettings;
import java.time.Duration;

/**
 * The settings of the HTTP server.
 *
 * @param http where to listen, and the bounds of requests
 * @param statusInterval the pause between two looks at the nodes, and between two messages of a socket, above 0
 * @param faultsEnabled whether nodes may be crashed and cut off by POST
 * @param seed of the draws of nodes, any number
 */
public record WebSettings(HttpSettings http, Duration statusInterval, boolean faultsEnabled, long seed) {}
