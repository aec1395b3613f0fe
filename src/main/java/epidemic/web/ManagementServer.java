package epidemic.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.runtime.config.ManagementSettings;
import epidemic.runtime.config.TlsSettings;
import epidemic.runtime.tls.TlsContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.management.javadsl.ManagementRouteProviderSettings;
import org.apache.pekko.management.javadsl.PekkoManagement;

/** Pekko Management on a port of its own: health, readiness and membership, for reading only. */
public final class ManagementServer {
    private static final String CHECK_TIMEOUT = "3s";

    private ManagementServer() {}

    /**
     * What an actor system has to be told.
     *
     * @param root everything else
     */
    public static Config config(ManagementSettings settings, Config root) {
        Map<String, Object> pekko = new HashMap<>();
        pekko.put("http.hostname", settings.host());
        pekko.put("http.port", settings.port());
        pekko.put("http.bind-hostname", settings.host());
        pekko.put("http.bind-port", settings.port());
        pekko.put("http.route-providers-read-only", true);
        pekko.put("health-checks.check-timeout", CHECK_TIMEOUT);
        // A node serves or not whatever the cluster thinks of its process.
        pekko.put("health-checks.readiness-checks.cluster-membership", "");
        return ConfigFactory.parseMap(pekko, "epidemic.management")
                .atPath("pekko.management")
                .withFallback(root);
    }

    /**
     * Starts it; it ends with the actor system.
     *
     * @param tls how its connections are encrypted, empty if they are not
     * @return its address when it listens; fails with a {@link ListenException} if it cannot
     */
    public static CompletionStage<Uri> start(
            ActorSystem<?> system, ManagementSettings settings, Optional<TlsSettings> tls) {
        Optional<TlsContext> context = tls.map(TlsContext::load);
        return PekkoManagement.get(system)
                .start(routes -> secured(routes, context))
                .handle((address, failure) -> {
                    if (address == null) {
                        throw cannotListen(settings, failure);
                    }
                    return address;
                });
    }

    private static ManagementRouteProviderSettings secured(
            ManagementRouteProviderSettings routes, Optional<TlsContext> tls) {
        return tls.map(context ->
                        routes.withHttpsConnectionContext(ConnectionContext.httpsServer(context::serverEngine)))
                .orElse(routes);
    }

    private static ListenException cannotListen(ManagementSettings settings, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause.getClass().getName().endsWith("BindFailedException$"))
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new ListenException(
                "cannot listen for management at " + settings.host() + ":" + settings.port() + ": "
                        + cause.getMessage(),
                failure);
    }
}
