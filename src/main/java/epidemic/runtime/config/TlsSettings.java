package epidemic.runtime.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A block {@code tls}, when it is enabled. Paths are as the user wrote them.
 *
 * @param block its full name, for messages
 * @param identity who this process is
 * @param trust whose certificates are believed; empty if none is asked for
 * @param verifyHost whether the certificate of a process must name the host that was called
 */
public record TlsSettings(String block, Identity identity, Optional<Store> trust, boolean verifyHost) {
    /** A private key and its certificates. */
    public sealed interface Identity {}

    /** A PKCS12 or JKS store, or for trust also certificates as PEM. The password may be empty. */
    public record Store(Path file, String password) implements Identity {
        /** Everything but the password. */
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** Two PEM files: the certificate, with those between it and the authority behind it, and the private key. */
    public record Pem(Path certificate, Path privateKey) implements Identity {}

    /**
     * Reads a block whose both sides show certificates.
     *
     * @throws ConfigurationException if keys are missing or contradict one another
     */
    static Optional<TlsSettings> readMutual(StrategySettings tls) {
        if (!tls.flag("enabled")) {
            return Optional.empty();
        }
        if (tls.text("trust-store").isEmpty()) {
            throw tls.outOfRange("trust-store", "with enabled = true a file");
        }
        Store trust = new Store(Path.of(tls.text("trust-store")), tls.text("trust-store-password"));
        return Optional.of(new TlsSettings(tls.block(), identity(tls), Optional.of(trust), tls.flag("verify-host")));
    }

    /**
     * Reads a block of a server that asks clients for no certificate.
     *
     * @throws ConfigurationException if keys are missing or contradict one another
     */
    static Optional<TlsSettings> readServer(StrategySettings tls) {
        return tls.flag("enabled")
                ? Optional.of(new TlsSettings(tls.block(), identity(tls), Optional.empty(), false))
                : Optional.empty();
    }

    private static Identity identity(StrategySettings tls) {
        String store = tls.text("key-store");
        String certificate = tls.text("certificate");
        String privateKey = tls.text("private-key");
        if (store.isEmpty() == certificate.isEmpty()) {
            throw tls.outOfRange("key-store", "with enabled = true either a file, or certificate and private-key,");
        }
        if (certificate.isEmpty() != privateKey.isEmpty()) {
            throw tls.outOfRange("private-key", "a file together with certificate, and none without,");
        }
        return store.isEmpty()
                ? new Pem(Path.of(certificate), Path.of(privateKey))
                : new Store(Path.of(store), tls.text("key-store-password"));
    }
}
