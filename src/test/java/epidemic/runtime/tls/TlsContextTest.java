package epidemic.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import epidemic.runtime.config.ConfigurationException;
import epidemic.runtime.config.TlsSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates from files: what is accepted, and what is said of those that cannot be used. */
class TlsContextTest {
    private static final String BLOCK = "epidemic.cluster.tls";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Certificates ours;
    private static Certificates theirs;

    @BeforeAll
    static void makeCertificates() {
        ours = Certificates.make(shared.resolve("ours"), "A1", "A2");
        theirs = Certificates.make(shared.resolve("theirs"), "A3");
    }

    private static TlsSettings.Store store(Path file) {
        return new TlsSettings.Store(file, Certificates.PASSWORD);
    }

    private static TlsSettings settings(TlsSettings.Identity identity) {
        return settings(identity, ours.authority());
    }

    private static TlsSettings settings(TlsSettings.Identity identity, Path authority) {
        return new TlsSettings(BLOCK, identity, Optional.of(new TlsSettings.Store(authority, "")), true);
    }

    private static String refusal(TlsSettings settings) {
        String message = catchThrowableOfType(ConfigurationException.class, () -> TlsContext.load(settings))
                .getMessage();
        assertThat(message).doesNotContain("\n").doesNotContain(Certificates.PASSWORD + "'");
        return message;
    }

    /** Lets two engines talk until both are done. Returns whom the client has found; throws what the first to fail throws. */
    private static String handshake(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < 100; step++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
        return client.getSession().getPeerPrincipal().getName();
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_UNWRAP || in.position() > 0) {
            in.flip();
            engine.unwrap(in, ByteBuffer.allocate(1 << 16));
            in.compact();
        }
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
    }

    @Test
    void bothSidesShowCertificates() throws SSLException {
        TlsContext a1 = TlsContext.load(settings(store(ours.store("A1"))));
        TlsContext a2 = TlsContext.load(settings(store(ours.store("A2"))));
        SSLEngine server = a2.serverEngine();
        assertThat(handshake(a1.clientEngine("127.0.0.1", 1), server)).isEqualTo("CN=A2");
        assertThat(server.getSession().getPeerPrincipal().getName()).isEqualTo("CN=A1");
    }

    @Test
    void keysAsPemDoTheSame() throws SSLException {
        TlsContext a1 = TlsContext.load(settings(
                new TlsSettings.Pem(ours.certificateAsPem("A1"), ours.keyAsPem("A1")),
                ours.store("A2").resolveSibling("ca.pem")));
        TlsContext a2 = TlsContext.load(settings(store(ours.store("A2"))));
        assertThat(handshake(a2.clientEngine("localhost", 1), a1.serverEngine()))
                .isEqualTo("CN=A1");
    }

    /** A client that is asked for certificates of our authority has none to show. */
    @Test
    void anotherAuthorityIsRefusedOnBothSides() {
        TlsContext a1 = TlsContext.load(settings(store(ours.store("A1"))));
        TlsContext foreign = TlsContext.load(settings(store(theirs.store("A3")), ours.authority()));
        assertThat(catchThrowableOfType(
                        SSLException.class, () -> handshake(foreign.clientEngine("127.0.0.1", 1), a1.serverEngine())))
                .hasMessageContaining("Empty client certificate chain");
        assertThat(catchThrowableOfType(
                        SSLException.class, () -> handshake(a1.clientEngine("127.0.0.1", 1), foreign.serverEngine())))
                .hasMessageContaining("PKIX path");
    }

    @Test
    void whoShowsNoCertificateIsRefused() {
        TlsContext a1 = TlsContext.load(settings(store(ours.store("A1"))));
        SSLEngine nobody = ours.asNobody().createSSLEngine("127.0.0.1", 1);
        nobody.setUseClientMode(true);
        assertThat(catchThrowableOfType(SSLException.class, () -> handshake(nobody, a1.serverEngine())))
                .hasMessageContaining("Empty client certificate chain");
    }

    @Test
    void theHostIsVerifiedUnlessSwitchedOff() throws SSLException {
        TlsSettings strict = settings(store(ours.store("A1")));
        TlsSettings lax = new TlsSettings(BLOCK, strict.identity(), strict.trust(), false);
        TlsContext server = TlsContext.load(settings(store(ours.store("A2"))));
        assertThat(catchThrowableOfType(
                        SSLException.class,
                        () -> handshake(TlsContext.load(strict).clientEngine("10.1.2.3", 1), server.serverEngine())))
                .hasMessageContaining("10.1.2.3");
        assertThat(handshake(TlsContext.load(lax).clientEngine("10.1.2.3", 1), server.serverEngine()))
                .isEqualTo("CN=A2");
    }

    /** A server of https asks for no certificate. */
    @Test
    void withoutTrustNobodyIsAsked() throws SSLException {
        TlsContext https =
                TlsContext.load(new TlsSettings("epidemic.http.tls", store(ours.store("A1")), Optional.empty(), false));
        SSLEngine nobody = ours.asNobody().createSSLEngine("127.0.0.1", 1);
        nobody.setUseClientMode(true);
        SSLEngine server = https.serverEngine();
        assertThat(handshake(nobody, server)).isEqualTo("CN=A1");
        assertThat(catchThrowableOfType(
                        SSLPeerUnverifiedException.class,
                        () -> server.getSession().getPeerPrincipal()))
                .isNotNull();
    }

    @Test
    void renewedFilesAreReadWithinAMinuteAndBadOnesAreNot() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Path file = Files.copy(ours.store("A1"), folder.resolve("own.p12"));
        TlsContext context = TlsContext.load(settings(store(file)), nanos::get);
        TlsContext client = TlsContext.load(settings(store(ours.store("A2"))));
        Files.copy(ours.store("A2"), file, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(handshake(client.clientEngine("127.0.0.1", 1), context.serverEngine()))
                .isEqualTo("CN=A1");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(handshake(client.clientEngine("127.0.0.1", 1), context.serverEngine()))
                .isEqualTo("CN=A2");
        Files.writeString(file, "half written");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(handshake(client.clientEngine("127.0.0.1", 1), context.serverEngine()))
                .isEqualTo("CN=A2");
    }

    @Test
    void whatIsWrongWithAFileIsTold() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no store");
        Path gone = folder.resolve("gone.p12");
        assertThat(refusal(settings(store(gone))))
                .isEqualTo("epidemic.cluster.tls.key-store = '" + gone + "': there is no such file");
        assertThat(refusal(settings(store(folder)))).endsWith("': it cannot be read");
        assertThat(refusal(settings(store(text)))).endsWith("': it is neither a PKCS12 nor a JKS store");
        assertThat(refusal(settings(new TlsSettings.Store(ours.store("A1"), "wrong"))))
                .isEqualTo("epidemic.cluster.tls.key-store = '" + ours.store("A1")
                        + "': the password is wrong: see key-store-password");
        Path none = folder.resolve("none.p12");
        Certificates.run(List.of("bash", "-c", keytool("-importcert -noprompt -file " + ours.authority(), none)));
        assertThat(refusal(settings(store(none)))).endsWith("': it has 0 private keys: one is allowed");
        assertThat(refusal(settings(store(ours.store("A1")), gone)))
                .isEqualTo("epidemic.cluster.tls.trust-store = '" + gone + "': there is no such file");
        TlsSettings wrongTrust = new TlsSettings(
                BLOCK, store(ours.store("A1")), Optional.of(new TlsSettings.Store(none, "wrong")), true);
        assertThat(refusal(wrongTrust)).endsWith("the password is wrong: see trust-store-password");
        TlsSettings noTrust =
                new TlsSettings(BLOCK, store(ours.store("A1")), Optional.of(store(ours.store("A1"))), true);
        assertThat(refusal(noTrust)).endsWith("it has no certificates of authorities");
    }

    @Test
    void whatIsWrongWithPemIsTold() throws IOException {
        Path certificate = ours.certificateAsPem("A1");
        Path key = ours.keyAsPem("A1");
        assertThat(refusal(settings(new TlsSettings.Pem(key, key))))
                .isEqualTo("epidemic.cluster.tls.certificate = '" + key
                        + "': it has no certificate as PEM (-----BEGIN CERTIFICATE-----)");
        assertThat(refusal(settings(new TlsSettings.Pem(certificate, certificate))))
                .endsWith("': it has no private key as PEM (-----BEGIN PRIVATE KEY-----)");
        assertThat(refusal(settings(new TlsSettings.Pem(certificate, ours.keyAsPem("A2")))))
                .endsWith("': it is not the key of the certificate");
        Path locked = Files.writeString(
                folder.resolve("locked.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThat(refusal(settings(new TlsSettings.Pem(certificate, locked))))
                .endsWith("': its key has a password: a key without one, or a key-store, is allowed");
    }

    @Test
    void expiredAndEarlyCertificatesAreTold() {
        Path expired = folder.resolve("expired.p12");
        Path early = folder.resolve("early.p12");
        String make = "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=A1 -validity 1 -startdate ";
        Certificates.run(List.of("bash", "-c", keytool(make + "-2d", expired)));
        Certificates.run(List.of("bash", "-c", keytool(make + "+1d", early)));
        assertThat(refusal(settings(store(expired))))
                .matches("epidemic.cluster.tls.key-store = '.*': the certificate of CN=A1 has expired on [0-9T:.-]+Z");
        assertThat(refusal(settings(store(early))))
                .matches(".*': the certificate of CN=A1 is not valid before [0-9T:.-]+Z");
    }

    private static String keytool(String command, Path file) {
        return "'" + Path.of(System.getProperty("java.home"), "bin", "keytool") + "' " + command
                + " -alias x -keystore '" + file + "' -storetype PKCS12 -storepass " + Certificates.PASSWORD;
    }
}
