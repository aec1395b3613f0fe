package epidemic.runtime.tls;

import epidemic.runtime.config.ConfigurationException;
import epidemic.runtime.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the engines of encrypted connections. Thread-safe.
 *
 * <p>Its files are looked at again at most once a minute when a connection begins: renewed certificates need no restart.
 * Files that cannot be used then are warned of, and those read before stay in force.
 */
public final class TlsContext {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsSettings settings;
    private final LongSupplier nanoClock;
    private SSLContext context;
    private List<String> stamps;
    private long lookedNanos;

    private TlsContext(TlsSettings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.stamps = stamps(settings);
        this.context = read(settings);
        this.lookedNanos = nanoClock.getAsLong();
    }

    /**
     * Reads the files.
     *
     * @throws ConfigurationException if they cannot be used; the message is one line with setting and file
     */
    public static TlsContext load(TlsSettings settings) {
        return load(settings, System::nanoTime);
    }

    static TlsContext load(TlsSettings settings, LongSupplier nanoClock) {
        return new TlsContext(settings, nanoClock);
    }

    /**
     * Reads the files once to see whether they can be used.
     *
     * @throws ConfigurationException if not
     */
    public static void check(Optional<TlsSettings> settings) {
        settings.ifPresent(TlsContext::load);
    }

    /**
     * What a client needs that believes the authorities of a file, as PEM, and no others.
     *
     * @throws ConfigurationException if the file cannot be used
     */
    public static SSLContext believing(Path authorities) {
        try {
            KeyStore trusted = new TlsFiles("--").trusted("ca", new TlsSettings.Store(authorities, ""));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(trusted).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /** For a connection that was taken. It asks for a certificate if there is somebody to believe. */
    public SSLEngine serverEngine() {
        SSLEngine engine = current().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setNeedClientAuth(settings.trust().isPresent());
        return engine;
    }

    /** For a connection to a host. */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = current().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        if (settings.verifyHost()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    private synchronized SSLContext current() {
        long nowNanos = nanoClock.getAsLong();
        if (nowNanos - lookedNanos >= LOOK_INTERVAL.toNanos()) {
            lookedNanos = nowNanos;
            List<String> now = stamps(settings);
            if (!now.equals(stamps)) {
                stamps = now;
                renew();
            }
        }
        return context;
    }

    private void renew() {
        try {
            context = read(settings);
            LOG.info("{}: renewed certificates are in force", settings.block());
        } catch (ConfigurationException unusable) {
            LOG.warn("{}; the certificates read before stay in force", unusable.getMessage());
        }
    }

    private static SSLContext read(TlsSettings settings) {
        TlsFiles files = new TlsFiles(settings.block() + ".");
        TlsFiles.Own own = files.own(settings.identity());
        Optional<KeyStore> trusted = settings.trust().map(store -> files.trusted("trust-store", store));
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own.store(), own.password());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.getKeyManagers(),
                    trusted.isPresent() ? trust(trusted.get()).getTrustManagers() : null,
                    null);
            return context;
        } catch (GeneralSecurityException problem) {
            throw new ConfigurationException(settings.block() + ": " + problem.getMessage(), problem);
        }
    }

    private static TrustManagerFactory trust(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    /** Changes when a file does. */
    private static List<String> stamps(TlsSettings settings) {
        List<Path> files = new ArrayList<>();
        settings.trust().map(TlsSettings.Store::file).ifPresent(files::add);
        if (settings.identity() instanceof TlsSettings.Store store) {
            files.add(store.file());
        } else if (settings.identity() instanceof TlsSettings.Pem pem) {
            files.add(pem.certificate());
            files.add(pem.privateKey());
        }
        return files.stream().map(TlsContext::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + "/" + Files.size(file);
        } catch (IOException gone) {
            return "gone";
        }
    }
}
