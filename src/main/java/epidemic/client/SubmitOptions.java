package epidemic.client;

import epidemic.kernel.Session;
import epidemic.kernel.Texts;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How files are sent to a running system.
 *
 * @param url where it listens, {@code http} or {@code https} with a host, for example {@code http://127.0.0.1:8080}
 * @param token what it wants to see with every change; empty if it wants none
 * @param seed draws the nodes, see {@link NodeChoice}
 * @param run tells this run's request ids from those of other runs, see {@link ClientNames}
 * @param strict whether nothing is sent if any line of any file is bad
 * @param session what a client wants of nodes that have not seen what it has; empty if it does not show what it has seen
 * @param retry what is done when an answer does not come
 * @param authorities whose certificates are believed at an {@code https} URL; empty for those the JVM believes
 */
public record SubmitOptions(
        URI url,
        Optional<String> token,
        long seed,
        String run,
        boolean strict,
        Optional<Session> session,
        Retry retry,
        Optional<SSLContext> authorities) {
    /**
     * Checks the URL and the run, and takes slashes off the URL's end.
     *
     * @throws IllegalArgumentException if one is not as stated; the message says what is allowed
     */
    public SubmitOptions {
        url = withoutSlash(url);
        Texts.requireToken("run", run, 64);
    }

    /** The usual way: no token, not strict, without sessions, five attempts. */
    public static SubmitOptions of(URI url, long seed, String run) {
        return new SubmitOptions(
                url, Optional.empty(), seed, run, false, Optional.empty(), Retry.USUAL, Optional.empty());
    }

    /** The same with a token. */
    public SubmitOptions withToken(String newToken) {
        return new SubmitOptions(url, Optional.of(newToken), seed, run, strict, session, retry, authorities);
    }

    /** The same, strict or not. */
    public SubmitOptions withStrict(boolean newStrict) {
        return new SubmitOptions(url, token, seed, run, newStrict, session, retry, authorities);
    }

    /** The same with sessions that want this of nodes that are behind. */
    public SubmitOptions withSession(Session wishes) {
        return new SubmitOptions(url, token, seed, run, strict, Optional.of(wishes), retry, authorities);
    }

    /** The same with authorities whose certificates are believed. */
    public SubmitOptions withAuthorities(SSLContext believing) {
        return new SubmitOptions(url, token, seed, run, strict, session, retry, Optional.of(believing));
    }

    /** The same with another way to retry. */
    public SubmitOptions withRetry(Retry newRetry) {
        return new SubmitOptions(url, token, seed, run, strict, session, newRetry, authorities);
    }

    /**
     * What is done when an answer does not come or is "unknown": the same request is sent again under the same id.
     *
     * @param attempts how often a request is sent at most, 1 or more
     * @param pause the time before the second attempt, doubled before each further one; 0 or more
     * @param timeout how long an answer may take, above 0; longer than the system itself waits for its nodes
     */
    public record Retry(int attempts, Duration pause, Duration timeout) {
        /** Five attempts within about three seconds, and a minute for each answer. */
        public static final Retry USUAL = new Retry(5, Duration.ofMillis(200), Duration.ofSeconds(60));

        /**
         * Checks ranges.
         *
         * @throws IllegalArgumentException if one is not as stated
         */
        public Retry {
            if (attempts < 1) {
                throw new IllegalArgumentException(attempts + " attempts: 1 or more are allowed");
            }
            if (pause.isNegative() || timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a pause of " + pause + " and a timeout of " + timeout
                        + ": a pause of 0 or more and a timeout above 0 are allowed");
            }
        }
    }

    private static URI withoutSlash(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + url
                    + "' is no URL of a system: http://HOST:PORT is allowed, for example http://127.0.0.1:8080");
        }
        String text = url.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }
}
