package epidemic.runtime.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.apache.pekko.pki.pem.PEMLoadingException;

/** What stands in PEM files. */
final class PemFiles {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----.*?-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFiles() {}

    static boolean isPem(byte[] content) {
        return text(content).contains("-----BEGIN ");
    }

    /** All certificates of a file, in order. */
    static List<X509Certificate> certificates(byte[] content) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(text(content));
        while (matcher.find()) {
            byte[] one = matcher.group().getBytes(StandardCharsets.US_ASCII);
            Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(one));
            found.add((X509Certificate) certificate);
        }
        return found;
    }

    /**
     * The private key of a file, as PKCS#8 or PKCS#1, without a password.
     *
     * @throws GeneralSecurityException if there is none, or of another form
     */
    static PrivateKey privateKey(byte[] content) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(text(content));
        if (!matcher.find()) {
            throw new InvalidKeyException("it has no private key as PEM (-----BEGIN PRIVATE KEY-----)");
        }
        String form = matcher.group(1).strip();
        return switch (form) {
            case "" -> ofPkcs8(matcher.group());
            case "RSA" -> ofPkcs1(matcher.group());
            case "ENCRYPTED" ->
                throw new InvalidKeyException("its key has a password: a key without one, or a key-store, is allowed");
            default ->
                throw new InvalidKeyException(
                        "its key is of the form '" + form + "': PKCS#8 (openssl pkcs8 -topk8 -nocrypt) is allowed");
        };
    }

    private static PrivateKey ofPkcs8(String block) throws GeneralSecurityException {
        String base64 = block.replaceAll("-----[A-Z ]*-----", "");
        PKCS8EncodedKeySpec spec;
        try {
            spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException damaged) {
            throw new InvalidKeyException("its key is damaged: " + damaged.getMessage(), damaged);
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException another) {
                // The next one may know it.
            }
        }
        throw new InvalidKeyException("its key is damaged or of an unknown kind: one of " + ALGORITHMS + " is allowed");
    }

    private static PrivateKey ofPkcs1(String block) throws InvalidKeyException {
        try {
            return DERPrivateKeyLoader.load(PEMDecoder.decode(block));
        } catch (PEMLoadingException damaged) {
            throw new InvalidKeyException("its key is damaged: " + damaged.getMessage(), damaged);
        }
    }

    /** Whether a key is the one of a certificate: what it signs, the certificate confirms. */
    static boolean belong(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = "epidemic".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(text);
        Signature judge = Signature.getInstance(algorithm);
        judge.initVerify(certificate.getPublicKey());
        judge.update(text);
        return judge.verify(signer.sign());
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
