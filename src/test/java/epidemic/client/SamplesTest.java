package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample stories are what their comments say. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("transactions");
    private static final String ANNOUNCED = "# bad: ";

    static List<Path> samples() throws Exception {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesBeginWithACommentAndHaveNoOtherErrorsThanAnnounced(Path sample) throws Exception {
        List<String> lines = Files.readAllLines(sample);
        assertThat(lines.get(0)).startsWith("# ");
        List<FileLine.Bad> errors = new ArrayList<>();
        TransactionFiles.scan(List.of(sample.toString()), SevenNodes.PARSER, errors::add);
        List<Integer> announced = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            if (lines.get(index).startsWith(ANNOUNCED)) {
                announced.add(index + 2);
            }
        }
        assertThat(errors)
                .extracting(FileLine.Bad::line)
                .extracting(Long::intValue)
                .isEqualTo(announced);
        for (FileLine.Bad error : errors) {
            String comment = lines.get((int) error.line() - 2);
            assertThat(error.message()).contains(comment.substring(ANNOUNCED.length()));
        }
    }

    @Test
    void samplesHaveAsManyUpdatesAsTheirCommentsSay() throws Exception {
        Map<String, Integer> updates = Map.of(
                "demo.txt", 42,
                "seed-syntax.txt", 5,
                "concurrent-1.txt", 12,
                "concurrent-2.txt", 12,
                "concurrent-3.txt", 12,
                "read-only-layers.txt", 10,
                "appends.txt", 8,
                "trigger-exactly-ten.txt", 11,
                "fresh-and-stale.txt", 10,
                "mistakes.txt", 7);
        for (Path sample : samples()) {
            String name = sample.getFileName().toString();
            assertThat(updateCount(sample)).as(name).isEqualTo(updates.get(name));
        }
    }

    @Test
    void theMistakesAreSeventeenAmongEighteenGoodLines() {
        TransactionFiles.Scan scan = TransactionFiles.scan(
                List.of(SAMPLES.resolve("mistakes.txt").toString()), SevenNodes.PARSER, bad -> {});
        assertThat(scan).isEqualTo(new TransactionFiles.Scan(18, 17));
    }

    private static int updateCount(Path sample) throws Exception {
        int updates = 0;
        for (String line : Files.readAllLines(sample)) {
            try {
                updates += !TransactionParser.isSkipped(line)
                                && SevenNodes.PARSER.parse(line).isUpdate()
                        ? 1
                        : 0;
            } catch (TransactionSyntaxException mistake) {
                assertThat(mistake).hasMessageContaining(": ");
            }
        }
        return updates;
    }
}
