package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import epidemic.client.StubSystem.Asked;
import epidemic.client.StubSystem.Said;
import epidemic.kernel.Session;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files are sent over HTTP to a stub of a running system. */
@Timeout(60)
class HttpSubmitterTest {
    private static final SubmitOptions.Retry AT_ONCE =
            new SubmitOptions.Retry(3, Duration.ZERO, Duration.ofSeconds(30));

    @TempDir
    Path directory;

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<String> badLines = new CopyOnWriteArrayList<>();

    /** A submission's end: the summary as JSON, and what the stub was asked. */
    private record End(JsonNode summary, SubmitResult result, Summary.Counts counts, List<Asked> asked) {
        String outcomes() {
            List<String> outcomes = new ArrayList<>();
            summary.get("transactions")
                    .forEach(line -> outcomes.add(line.get("outcome").asText()));
            return String.join(" ", outcomes);
        }
    }

    @Test
    void aLineIsSentAsJsonAndItsOutcomeIsSummarized() throws Exception {
        String file = file("x.txt", "# story", "b, r(12), w(49,53), a(7,1), c @A2");
        End end = submit(asked -> Said.committed(asked, 21), List.of(file));
        Asked asked = end.asked().get(0);
        assertThat(asked.body().toString())
                .isEqualTo("{\"id\":\"x.txt~r1:2\",\"layer\":0,\"operations\":[{\"read\":\"12\"},"
                        + "{\"write\":\"49\",\"value\":\"53\"},{\"append\":\"7\",\"value\":\"1\"}]}");
        assertThat(asked.node()).isEqualTo("A2");
        assertThat(end.summary().get("transactions").get(0).toString())
                .isEqualTo(
                        "{\"file\":\"" + file + "\",\"line\":2,\"outcome\":\"committed\",\"node\":\"A2\",\"layer\":0,"
                                + "\"version\":21,\"reads\":[[\"12\",null],[\"7\",[\"1\",\"2\"]],[\"8\",\"x\"]]}");
        assertThat(end.summary().get("nodes").toString())
                .isEqualTo(
                        "[{\"id\":\"A1\",\"layer\":0,\"version\":3,\"pending\":1,\"data\":{\"49\":\"53\",\"7\":[\"1\"]}},"
                                + "{\"id\":\"B1\",\"layer\":1,\"version\":1,\"pending\":5,\"data\":null}]");
        assertThat(progress).containsExactly("1/1");
        assertThat(end.counts().isClean()).isTrue();
    }

    @Test
    void nodesAreDrawnBySeedFromTheLayer() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < 30; line++) {
            lines.add(line % 2 == 0 ? "1.2" : "1 1");
        }
        String file = file("x.txt", lines.toArray(String[]::new));
        List<String> nodes = nodesAsked(file);
        assertThat(nodes).contains("A1", "A2", "A3", "B1").isEqualTo(nodesAsked(file));
    }

    private List<String> nodesAsked(String file) throws Exception {
        return submit(asked -> Said.committed(asked, 1), List.of(file)).asked().stream()
                .map(Asked::node)
                .toList();
    }

    @Test
    void refusedUnknownAndBadAreToldApart() throws Exception {
        String file = file("x.txt", "1.1", "b, c", "2.2", "3.3", "4.4", "5.5", "6.6");
        End end = submit(
                asked -> switch (key(asked)) {
                    case "1" -> Said.error(503, "refused", "kind-mismatch");
                    case "2" -> Said.error(504, "unknown", "unknown");
                    case "3" -> Said.error(400, "", "bad-transaction");
                    case "4" -> new Said(503, "<html>", "");
                    case "5" -> Said.error(413, "", "too-large");
                    default -> Said.committed(asked, 1);
                },
                List.of(file));
        assertThat(end.outcomes()).isEqualTo("refused unknown unknown committed");
        JsonNode transactions = end.summary().get("transactions");
        assertThat(transactions.get(0).get("message").asText()).isEqualTo("kind-mismatch: says the stub");
        assertThat(transactions.get(1).get("message").asText())
                .startsWith("no outcome after 3 attempts as x.txt~r1:3: status 504");
        assertThat(end.summary().get("errors"))
                .extracting(error -> error.get("line").asInt())
                .containsExactly(2, 4, 6);
        assertThat(end.counts()).isEqualTo(new Summary.Counts(1, 1, 2, 3));
        assertThat(progress).last().isEqualTo("6/6");
        assertThat(badLines).hasSize(3).last().isEqualTo("6: says the stub");
    }

    @Test
    void aBrokenConnectionIsTriedAgainUnderTheSameId() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        End end = submit(
                asked -> calls.incrementAndGet() < 3 ? StubSystem.BREAK : Said.committed(asked, 1),
                List.of(file("x.txt", "1.1")));
        assertThat(end.outcomes()).isEqualTo("committed");
        assertThat(end.asked()).extracting(Asked::id).containsOnly("x.txt~r1:1").hasSize(3);
        assertThat(end.asked())
                .extracting(Asked::node)
                .containsOnly(end.asked().get(0).node());
    }

    @Test
    void aRefusalAfterALostAttemptIsNoRefusal() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        End end = submit(
                asked -> calls.incrementAndGet() == 1
                        ? Said.error(504, "unknown", "unknown")
                        : Said.error(503, "refused", "overloaded"),
                List.of(file("x.txt", "1.1")));
        assertThat(end.outcomes()).isEqualTo("unknown");
        assertThat(end.asked()).hasSize(3);
        assertThat(end.summary().get("transactions").get(0).get("message").asText())
                .contains("a later attempt was refused");
    }

    @Test
    void whileNobodyAnswersLaterLinesAreTriedOnce() throws Exception {
        End end = submit(
                asked -> key(asked).equals("4") ? Said.committed(asked, 1) : StubSystem.BREAK,
                List.of(file("x.txt", "1.1", "2.2", "3.3", "4.4", "5.5")));
        assertThat(end.outcomes()).isEqualTo("unknown unknown unknown committed unknown");
        assertThat(end.asked())
                .extracting(HttpSubmitterTest::key)
                .containsExactly("1", "1", "1", "2", "3", "4", "5", "5", "5");
    }

    @Test
    void aFileKeepsItsOrderAndItsSession() throws Exception {
        AtomicInteger version = new AtomicInteger();
        List<String> lines = new ArrayList<>();
        for (int line = 1; line <= 50; line++) {
            lines.add(line + ".x");
        }
        String one = file("1.txt", lines.toArray(String[]::new));
        String two = file("2.txt", lines.toArray(String[]::new));
        End end = submit(
                asked -> Said.committed(asked, version.incrementAndGet()),
                List.of(one, two),
                options -> options.withSession(Session.NONE));
        for (String client : List.of("1.txt", "2.txt")) {
            List<Asked> ofClient = end.asked().stream()
                    .filter(asked -> asked.client().equals(client))
                    .toList();
            assertThat(ofClient)
                    .extracting(HttpSubmitterTest::key)
                    .isEqualTo(lines.stream()
                            .map(line -> line.substring(0, line.length() - 2))
                            .toList());
            List<String> given = new ArrayList<>(List.of(""));
            for (JsonNode line : end.summary().get("transactions")) {
                if (line.get("file").asText().endsWith(client)) {
                    given.add("v" + line.get("version").asText());
                }
            }
            assertThat(ofClient).extracting(Asked::session).isEqualTo(given.subList(0, 50));
        }
        assertThat(end.summary().get("transactions"))
                .extracting(line -> line.get("line").asInt())
                .startsWith(1, 2, 3)
                .endsWith(49, 50)
                .hasSize(100);
        assertThat(progress).contains("100/100");
    }

    @Test
    void sessionsAreOffUnlessAskedFor() throws Exception {
        End end = submit(asked -> Said.committed(asked, 1), List.of(file("x.txt", "1.1", "2.2")));
        assertThat(end.asked()).extracting(Asked::session).containsOnly("");
        assertThat(end.asked()).extracting(Asked::wishes).containsOnly(" ");
    }

    @Test
    void aSessionSaysWhatItWants() throws Exception {
        Session wishes = new Session(0, Optional.of(Session.Policy.REDIRECT), Optional.of(1_500_000_000L));
        End end = submit(
                asked -> Said.committed(asked, 1),
                List.of(file("x.txt", "1.1", "2.2")),
                options -> options.withSession(wishes));
        assertThat(end.asked()).extracting(Asked::session).containsExactly("", "v1");
        assertThat(end.asked()).extracting(Asked::wishes).containsOnly("redirect 1500ms");
    }

    @Test
    void filesRunAtOnce() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        List<String> files = List.of(file("1.txt", "1.1"), file("2.txt", "1.1"), file("3.txt", "1.1"));
        End end = submit(
                asked -> {
                    try {
                        all.await(20, TimeUnit.SECONDS);
                        return Said.committed(asked, 1);
                    } catch (Exception problem) {
                        return Said.error(503, "refused", "overloaded");
                    }
                },
                files);
        assertThat(end.outcomes()).isEqualTo("committed committed committed");
    }

    @Test
    void strictSendsNothingIfALineIsBad() throws Exception {
        List<String> files = List.of(file("1.txt", "1.1"), file("2.txt", "2.2", "b, c"));
        End end = submit(asked -> Said.committed(asked, 1), files, options -> options.withStrict(true));
        assertThat(end.result().ran()).isFalse();
        assertThat(end.asked()).isEmpty();
        assertThat(badLines).hasSize(1);
        assertThat(end.summary().get("errors")).hasSize(1);
        assertThat(end.summary().get("errors").get(0).get("file").asText()).isEqualTo(files.get(1));
        End good = submit(asked -> Said.committed(asked, 1), files.subList(0, 1), options -> options.withStrict(true));
        assertThat(good.result().ran()).isTrue();
        assertThat(good.asked()).hasSize(1);
    }

    @Test
    void theTokenIsShownAndAskedFor() throws Exception {
        Function<Asked, Said> guarded = asked -> asked.authorization().equals("Bearer secret")
                ? Said.committed(asked, 1)
                : Said.error(401, "", "unauthorized");
        String file = file("x.txt", "1.1", "2.2");
        assertThat(submit(guarded, List.of(file), options -> options.withToken("secret"))
                        .outcomes())
                .isEqualTo("committed committed");
        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(() -> submit(guarded, List.of(file)))
                .withMessageContaining("status 401")
                .withMessageContaining("--token");
    }

    @Test
    void aSystemThatIsAwayIsNamed() throws Exception {
        StubSystem gone = new StubSystem(asked -> StubSystem.BREAK);
        gone.close();
        String file = file("x.txt", "1.1");
        try (Summary summary = new Summary(List.of(file))) {
            assertThatExceptionOfType(SubmitException.class)
                    .isThrownBy(() -> new HttpSubmitter(SubmitOptions.of(gone.url(), 1, "r1"))
                            .submit(List.of(file), summary, Progress.NONE))
                    .withMessageContaining("nobody answers at " + gone.url())
                    .withMessageContaining("scripts/epidemic run")
                    .withMessageContaining("--url");
        }
    }

    @Test
    void somethingElseThanASystemIsNamed() throws Exception {
        try (StubSystem system = new StubSystem(asked -> StubSystem.BREAK);
                Summary summary = new Summary(List.of())) {
            SubmitOptions options = SubmitOptions.of(URI.create(system.url() + "/elsewhere"), 1, "r1");
            assertThatExceptionOfType(SubmitException.class)
                    .isThrownBy(() -> new HttpSubmitter(options).submit(List.of(), summary, Progress.NONE))
                    .withMessageContaining("is no running system (status 404 for /api/nodes)");
        }
    }

    @Test
    void anUnreadableFileStopsEverythingBeforeTheFirstTransaction() throws Exception {
        List<String> files =
                List.of(file("x.txt", "1.1"), directory.resolve("missing.txt").toString());
        try (StubSystem system = new StubSystem(asked -> Said.committed(asked, 1));
                Summary summary = new Summary(files)) {
            assertThatExceptionOfType(UnreadableFileException.class)
                    .isThrownBy(() -> new HttpSubmitter(SubmitOptions.of(system.url(), 1, "r1"))
                            .submit(files, summary, Progress.NONE));
            assertThat(system.asked).isEmpty();
        }
    }

    @Test
    void urlsAreChecked() {
        for (String url : List.of("ftp://host", "host:8080", "http:///x", "http://h/?a=b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SubmitOptions.of(URI.create(url), 1, "r1"))
                    .withMessageContaining("http://HOST:PORT is allowed");
        }
        assertThat(SubmitOptions.of(URI.create("http://h:1//"), 1, "r1").url()).hasToString("http://h:1");
    }

    private final class Recording implements Progress {
        @Override
        public void advanced(long done, long total) {
            progress.add(done + "/" + total);
        }

        @Override
        public void bad(FileLine.Bad line) {
            badLines.add(line.line() + ": " + line.message());
        }
    }

    private static String key(Asked asked) {
        return asked.body().get("operations").get(0).get("write").asText();
    }

    private String file(String name, String... lines) throws Exception {
        return Files.write(directory.resolve(name), List.of(lines)).toString();
    }

    private End submit(Function<Asked, Said> answer, List<String> files) throws Exception {
        return submit(answer, files, options -> options);
    }

    private End submit(Function<Asked, Said> answer, List<String> files, Function<SubmitOptions, SubmitOptions> changed)
            throws Exception {
        try (StubSystem system = new StubSystem(answer);
                Summary summary = new Summary(files)) {
            SubmitOptions options =
                    changed.apply(SubmitOptions.of(system.url(), 7, "r1").withRetry(AT_ONCE));
            SubmitResult result = new HttpSubmitter(options).submit(files, summary, new Recording());
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            summary.write(output, summary.end(result.strategy(), result.nodes()));
            JsonNode json = new ObjectMapper().readTree(output.toByteArray());
            return new End(json, result, summary.counts(), List.copyOf(system.asked));
        }
    }
}
