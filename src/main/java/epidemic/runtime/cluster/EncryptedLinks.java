package epidemic.runtime.cluster;

import epidemic.runtime.tls.TlsContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import scala.Option;

/** Encrypts what goes between processes; both sides show certificates. Thread-safe. */
final class EncryptedLinks implements SSLEngineProvider {
    private final TlsContext tls;

    private EncryptedLinks(TlsContext tls) {
        this.tls = tls;
    }

    /** Tells an actor system to use it. */
    static SSLEngineProviderSetup setup(TlsContext tls) {
        return SSLEngineProviderSetup.create(system -> new EncryptedLinks(tls));
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        return tls.serverEngine();
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        return tls.clientEngine(hostname, port);
    }

    /** The engine has checked the certificate and, if asked to, the host. */
    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    /** The engine has checked the certificate. */
    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return Option.empty();
    }
}
