package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The summary's JSON, letter by letter. */
class SummaryTest {
    private static final NodeId A2 = NodeId.of("A2");

    @TempDir
    Path directory;

    @Test
    void fieldsAndOrderAreFixed() throws Exception {
        try (Summary summary = new Summary(List.of("x.txt", "y \"q\".txt"))) {
            summary.add(1, committed(1, 2, List.of()));
            Value list = Value.Sequence.EMPTY.append("a").append("b\n");
            summary.add(
                    0,
                    committed(
                            1,
                            1,
                            List.of(
                                    new ReadResult("12", Optional.empty()),
                                    new ReadResult("69", Optional.of(new Value.Single("x"))),
                                    new ReadResult("7", Optional.of(list)))));
            summary.add(0, new FileLine.Bad("x.txt", 2, "wrong"));
            summary.add(0, new LineOutcome(3, A2, 0, new Outcome.Refused(Outcome.Reason.PEER_AWAY, "A3 is away")));
            summary.add(1, new LineOutcome(9, A2, 0, new Outcome.Unknown("no answer")));
            assertThat(text(summary)).isEqualTo("""
                            {"strategy":"layered",
                            "transactions":[
                            {"file":"x.txt","line":1,"outcome":"committed","node":"A2","layer":0,"version":1,"reads":[["12",null],["69","x"],["7",["a","b\\n"]]]},
                            {"file":"x.txt","line":3,"outcome":"refused","node":"A2","layer":0,"message":"peer-away: A3 is away"},
                            {"file":"y \\"q\\".txt","line":1,"outcome":"committed","node":"A2","layer":0,"version":2,"reads":[]},
                            {"file":"y \\"q\\".txt","line":9,"outcome":"unknown","node":"A2","layer":0,"message":"no answer"}],
                            "errors":[
                            {"file":"x.txt","line":2,"message":"wrong"}],
                            "nodes":[
                            {"id":"A2","layer":0,"version":2,"pending":0,"data":{"49":"53","7":["a","b\\n"]}},
                            {"id":"B1","layer":1,"version":0,"pending":2,"data":null}],
                            "counts":{"committed":2,"refused":1,"unknown":1,"badLines":1}}
                            """);
            assertThat(summary.counts()).isEqualTo(new Summary.Counts(2, 1, 1, 1));
            assertThat(summary.counts().isClean()).isFalse();
        }
    }

    @Test
    void anEmptySummaryIsJson() throws Exception {
        try (Summary summary = new Summary(List.of())) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            summary.write(output, summary.end("layered", List.of()));
            JsonNode json = new ObjectMapper().readTree(output.toByteArray());
            assertThat(json.toString())
                    .isEqualTo("{\"strategy\":\"layered\",\"transactions\":[],\"errors\":[],\"nodes\":[],"
                            + "\"counts\":{\"committed\":0,\"refused\":0,\"unknown\":0,\"badLines\":0}}");
            assertThat(summary.counts().isClean()).isTrue();
        }
    }

    @Test
    void theFileIsReplacedWholeAndNothingElseIsLeft() throws Exception {
        Path file = Files.writeString(directory.resolve("summary.json"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);
        try (Summary summary = new Summary(List.of("x.txt"))) {
            for (int line = 1; line <= 20_000; line++) {
                summary.add(0, committed(line, line, List.of()));
            }
            summary.write(link, summary.end("layered", List.of()));
            summary.write(link, summary.end("layered", List.of()));
        }
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.get("transactions")).hasSize(20_000);
        assertThat(json.get("transactions").get(19_999).get("line").asInt()).isEqualTo(20_000);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        try (Summary summary = new Summary(List.of())) {
            Path file = directory.resolve("missing/summary.json");
            assertThatExceptionOfType(UnreadableFileException.class)
                    .isThrownBy(() -> summary.write(file, summary.end("layered", List.of())))
                    .withMessageContaining(file.toString())
                    .withMessageContaining("is allowed");
        }
    }

    private static LineOutcome committed(long line, long version, List<ReadResult> reads) {
        return LineOutcome.of(line, A2, 0, new Outcome.Committed(A2, 0, version, reads));
    }

    private static String text(Summary summary) throws Exception {
        TreeMap<String, Value> data = new TreeMap<>();
        data.put("49", new Value.Single("53"));
        data.put("7", Value.Sequence.EMPTY.append("a").append("b\n"));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        summary.write(
                output,
                summary.end(
                        "layered",
                        List.of(
                                new NodeSummary(A2, 0, 2, 0, Optional.of(data)),
                                new NodeSummary(NodeId.of("B1"), 1, 0, 2, Optional.empty()))));
        return output.toString(StandardCharsets.UTF_8);
    }
}
