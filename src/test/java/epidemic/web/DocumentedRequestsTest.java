package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands of the documentation say what their bodies are: of themselves they say it is a form, which is text. */
class DocumentedRequestsTest {
    private static final Pattern JSON_REQUEST = Pattern.compile("curl [^`\\n]*-d '[{\\[][^`\\n]*");

    @Test
    void everyRequestWithJsonNamesItsContentType() throws IOException {
        try (Stream<Path> documents = Stream.concat(Stream.of(Path.of("README.md")), Files.walk(Path.of("docs")))) {
            List<String> requests = documents
                    .filter(path -> path.toString().endsWith(".md"))
                    .flatMap(DocumentedRequestsTest::requests)
                    .toList();
            assertThat(requests)
                    .hasSizeGreaterThan(10)
                    .allMatch(request -> request.contains(" -H 'Content-Type: application/json' "));
        }
    }

    private static Stream<String> requests(Path document) {
        try {
            return JSON_REQUEST.matcher(Files.readString(document)).results().map(MatchResult::group);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
