package epidemic.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharset;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.SystemMaterializer;

/** Reads request bodies, bounded in size and time. */
final class Bodies {
    private static final Duration UPLOAD_MAX = Duration.ofSeconds(30);

    private final ActorSystem<?> system;
    private final long maxBytes;

    Bodies(ActorSystem<?> system, long maxBytes) {
        this.system = system;
        this.maxBytes = maxBytes;
    }

    /**
     * The whole body.
     *
     * @return fails with a bad request if it is no UTF-8, and with
     *     {@link org.apache.pekko.http.scaladsl.model.EntityStreamSizeException} if it is too large
     */
    CompletionStage<String> text(HttpRequest request) {
        return text(request, ApiException::badRequest);
    }

    /**
     * The whole body.
     *
     * @param refusal what it fails with if it is no UTF-8, by its message
     * @return fails as without, but for that
     */
    CompletionStage<String> text(HttpRequest request, Function<String, ApiException> refusal) {
        return request.entity()
                .withSizeLimit(maxBytes)
                .toStrict(
                        UPLOAD_MAX.toMillis(),
                        Long.MAX_VALUE, // The limit above is the only one; by default there is another one of 8 MiB.
                        SystemMaterializer.get(system).materializer())
                .thenApply(entity -> decoded(entity, refusal));
    }

    /**
     * The media type, such as {@code text/plain}.
     *
     * @throws ApiException if the characters are not in UTF-8 or US-ASCII
     */
    static String mediaType(HttpRequest request) {
        ContentType type = request.entity().getContentType();
        String charset = type.getCharsetOption().map(HttpCharset::value).orElse("UTF-8");
        if (!charset.equalsIgnoreCase("UTF-8") && !charset.equalsIgnoreCase("US-ASCII")) {
            throw unsupported(type.toString(), "UTF-8");
        }
        return (type.mediaType().mainType() + "/" + type.mediaType().subType()).toLowerCase(Locale.ROOT);
    }

    /**
     * The refusal of a media type.
     *
     * @param allowed what is allowed instead
     */
    static ApiException unsupported(String found, String allowed) {
        return new ApiException(
                415, "unsupported-media-type", "a body of type " + found + ": " + allowed + " is allowed");
    }

    /** A parameter of the query; the first one if it stands there twice. */
    static Optional<String> query(HttpRequest request, String name) {
        return request.getUri().query().get(name);
    }

    /**
     * Checks that the query has no other parameters than these.
     *
     * @throws ApiException if it has
     */
    static void requireParameters(HttpRequest request, List<String> allowed) {
        for (Pair<String, String> parameter : request.getUri().query().toList()) {
            String name = parameter.first();
            boolean isNothing = name.isEmpty() && parameter.second().isEmpty();
            if (!isNothing && !allowed.contains(name)) {
                throw ApiException.badRequest("parameter '" + name + "': " + words(allowed) + " allowed here");
            }
        }
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "none is" : String.join(", ", names) + (names.size() == 1 ? " is" : " are");
    }

    private static String decoded(HttpEntity.Strict entity, Function<String, ApiException> refusal) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(entity.getData().toArrayUnsafe()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw refusal.apply("the body is not in UTF-8");
        }
    }
}
