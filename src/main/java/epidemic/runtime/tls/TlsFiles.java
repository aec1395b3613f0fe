package epidemic.runtime.tls;

import epidemic.runtime.config.ConfigurationException;
import epidemic.runtime.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads keys and certificates from files. Whatever is wrong is one line with the key of the setting and the file. */
final class TlsFiles {
    private static final String ENTRY = "epidemic";

    private final String block;

    /**
     * A reader.
     *
     * @param block where the settings stand, for messages
     */
    TlsFiles(String block) {
        this.block = block;
    }

    /** A store with one private key and its certificates; its password is that of the key, too. */
    record Own(KeyStore store, char[] password) {}

    /**
     * The key of a process.
     *
     * @throws ConfigurationException if it cannot be read or is not valid now
     */
    Own own(TlsSettings.Identity identity) {
        if (identity instanceof TlsSettings.Store store) {
            return ofStore(store);
        }
        return ofPem((TlsSettings.Pem) identity);
    }

    private Own ofStore(TlsSettings.Store settings) {
        KeyStore store = open("key-store", settings);
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw wrong("key-store", settings.file(), "it has " + keys.size() + " private keys: one is allowed");
            }
            char[] password = settings.password().toCharArray();
            store.getKey(keys.get(0), password);
            requireValid("key-store", settings.file(), List.of(store.getCertificateChain(keys.get(0))));
            return new Own(store, password);
        } catch (UnrecoverableKeyException another) {
            throw wrong("key-store", settings.file(), "its key has another password than the store");
        } catch (GeneralSecurityException problem) {
            throw wrong("key-store", settings.file(), String.valueOf(problem.getMessage()));
        }
    }

    private Own ofPem(TlsSettings.Pem files) {
        List<X509Certificate> chain = certificates("certificate", files.certificate());
        requireValid("certificate", files.certificate(), chain);
        try {
            PrivateKey key = PemFiles.privateKey(read("private-key", files.privateKey()));
            if (!PemFiles.belong(key, chain.get(0))) {
                throw wrong("private-key", files.privateKey(), "it is not the key of the certificate");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ENTRY, key, new char[0], chain.toArray(Certificate[]::new));
            return new Own(store, new char[0]);
        } catch (GeneralSecurityException | IOException problem) {
            throw wrong("private-key", files.privateKey(), String.valueOf(problem.getMessage()));
        }
    }

    /**
     * The authorities that a file names.
     *
     * @param key the setting, for messages
     * @throws ConfigurationException if it cannot be read, or names none that is valid now
     */
    KeyStore trusted(String key, TlsSettings.Store settings) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            List<X509Certificate> all = authorities(key, settings);
            for (X509Certificate authority : all) {
                trusted.setCertificateEntry(ENTRY + "-" + trusted.size(), authority);
            }
            if (all.stream().noneMatch(TlsFiles::isValid)) {
                requireValid(key, settings.file(), all);
            }
            return trusted;
        } catch (GeneralSecurityException | IOException problem) {
            throw wrong(key, settings.file(), String.valueOf(problem.getMessage()));
        }
    }

    private List<X509Certificate> authorities(String key, TlsSettings.Store settings) throws KeyStoreException {
        if (PemFiles.isPem(read(key, settings.file()))) {
            return certificates(key, settings.file());
        }
        KeyStore store = open(key, settings);
        List<X509Certificate> authorities = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate authority) {
                authorities.add(authority);
            }
        }
        if (authorities.isEmpty()) {
            throw wrong(key, settings.file(), "it has no certificates of authorities");
        }
        return authorities;
    }

    private KeyStore open(String key, TlsSettings.Store settings) {
        read(key, settings.file());
        try {
            return KeyStore.getInstance(
                    settings.file().toFile(), settings.password().toCharArray());
        } catch (KeyStoreException noStore) {
            throw wrong(key, settings.file(), "it is neither a PKCS12 nor a JKS store");
        } catch (IOException | GeneralSecurityException problem) {
            boolean isPassword = problem.getCause() instanceof UnrecoverableKeyException;
            String said = String.valueOf(problem.getMessage());
            throw wrong(key, settings.file(), isPassword ? "the password is wrong: see " + key + "-password" : said);
        }
    }

    private List<X509Certificate> certificates(String key, Path file) {
        try {
            List<X509Certificate> found = PemFiles.certificates(read(key, file));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException problem) {
            throw wrong(key, file, String.valueOf(problem.getMessage()));
        }
        throw wrong(key, file, "it has no certificate as PEM (-----BEGIN CERTIFICATE-----)");
    }

    private byte[] read(String key, Path file) {
        if (!Files.exists(file)) {
            throw wrong(key, file, "there is no such file");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw wrong(key, file, "it cannot be read");
        }
    }

    private void requireValid(String key, Path file, List<? extends Certificate> chain) {
        for (Certificate certificate : chain) {
            if (certificate instanceof X509Certificate known) {
                String of =
                        "the certificate of " + known.getSubjectX500Principal().getName();
                try {
                    known.checkValidity();
                } catch (CertificateExpiredException expired) {
                    throw wrong(
                            key,
                            file,
                            of + " has expired on " + known.getNotAfter().toInstant());
                } catch (CertificateNotYetValidException early) {
                    throw wrong(
                            key,
                            file,
                            of + " is not valid before " + known.getNotBefore().toInstant());
                }
            }
        }
    }

    private static boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException notNow) {
            return false;
        }
    }

    private ConfigurationException wrong(String key, Path file, String what) {
        return new ConfigurationException(block + key + " = '" + file + "': " + what);
    }
}
