package epidemic.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLinesTest {
    private static final long NOON = 1_795_000_000_000L;

    private final LineBuffer lines = new LineBuffer();
    private final PlainLines plain = new PlainLines(lines);

    @Test
    void writesTheBytesThatTheGeneratorWrites() {
        SplittableRandom random = new SplittableRandom(3);
        for (int version = 1; version <= 5_000; version++) {
            long sequence = random.nextInt(4) == 0 ? RequestId.NONE : random.nextLong(Long.MAX_VALUE) >>> version % 64;
            VersionEntry entry = new VersionEntry(
                    random.nextLong(Long.MAX_VALUE - 1) / (1L << version % 62) + 1,
                    new RequestId(text(random), sequence),
                    NodeId.of("A" + version % 3),
                    NOON + version / 3,
                    changes(random));
            lines.clear();

            assertThat(plain.add(entry)).isTrue();
            assertThat(written()).isEqualTo(VersionLine.json(entry) + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "\u00e4", "\ud83d\ude00", "\ud83d", "\u0080"})
    void leavesTextsThatNeedMoreToTheGenerator(String text) {
        plain.add(entry("before"));
        String before = written();

        assertThat(plain.add(entry(text))).isFalse();
        assertThat(written()).isEqualTo(before);
    }

    private static VersionEntry entry(String value) {
        return new VersionEntry(
                1, new RequestId("c", 1), NodeId.of("A1"), NOON, List.of(new Operation.Write("k", value)));
    }

    private static List<Operation.Change> changes(SplittableRandom random) {
        List<Operation.Change> changes = new ArrayList<>();
        for (int count = random.nextInt(3); count >= 0; count--) {
            changes.add(
                    random.nextBoolean()
                            ? new Operation.Write(text(random), text(random))
                            : new Operation.Append(text(random), text(random)));
        }
        return changes;
    }

    /** Printable ASCII that needs no escape, slashes among it. */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length >= 0; length--) {
            char character = (char) (' ' + random.nextInt('~' - ' ' + 1));
            text.append(character == '"' || character == '\\' ? '/' : character);
        }
        return text.toString();
    }

    private String written() {
        return StandardCharsets.UTF_8.decode(lines.lines()).toString();
    }
}
