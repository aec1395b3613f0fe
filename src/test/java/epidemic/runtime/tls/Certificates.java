package epidemic.runtime.tls;

import epidemic.runtime.config.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates as scripts/certificates makes them. */
public final class Certificates {
    public static final String PASSWORD = "epidemic";

    private final Path directory;

    private Certificates(Path directory) {
        this.directory = directory;
    }

    /** An authority and certificates of these nodes. */
    public static Certificates make(Path directory, String... names) {
        List<String> command = new ArrayList<>(List.of("bash", "scripts/certificates", directory.toString()));
        command.addAll(List.of(names));
        run(command);
        return new Certificates(directory);
    }

    static void run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public Path store(String name) {
        return directory.resolve(name + ".p12");
    }

    /** What a process sets that encrypts its links. */
    public String[] ofCluster(String name) {
        return new String[] {
            "cluster.tls.enabled=true",
            "cluster.tls.key-store=" + store(name),
            "cluster.tls.key-store-password=" + PASSWORD,
            "cluster.tls.trust-store=" + authority()
        };
    }

    /** What a process sets that serves https. */
    public String[] ofHttp(String name) {
        return new String[] {
            "http.tls.enabled=true", "http.tls.key-store=" + store(name), "http.tls.key-store-password=" + PASSWORD
        };
    }

    /** Who shows a node's certificate, and believes those of this authority. */
    public SSLContext as(String name) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Who shows no certificate, and believes those of this authority. */
    public SSLContext asNobody() {
        return TlsContext.believing(authority());
    }

    private TrustManagerFactory trust() throws GeneralSecurityException {
        KeyStore trusted = new TlsFiles("").trusted("", new TlsSettings.Store(authority(), ""));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    /** A node's private key as PEM. */
    Path keyAsPem(String name) {
        try {
            KeyStore store = KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray());
            byte[] key = store.getKey("node", PASSWORD.toCharArray()).getEncoded();
            return write(name + ".key", "PRIVATE KEY", List.of(key));
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A node's certificates as PEM. */
    Path certificateAsPem(String name) {
        try {
            KeyStore store = KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray());
            List<byte[]> chain = new ArrayList<>();
            for (java.security.cert.Certificate certificate : store.getCertificateChain("node")) {
                chain.add(certificate.getEncoded());
            }
            return write(name + ".crt", "CERTIFICATE", chain);
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Path write(String file, String label, List<byte[]> blocks) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] block : blocks) {
            text.append("-----BEGIN ").append(label).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(block));
            text.append("\n-----END ").append(label).append("-----\n");
        }
        return Files.writeString(directory.resolve(file), text.toString());
    }
}
