package epidemic.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionLineTest {
    private static final String DOCUMENTED =
            "{\"version\":1,\"transaction\":\"demo.txt:1\",\"origin\":\"A1\",\"committedAt\":\"2026-11-21T02:37:48.123Z\","
                    + "\"writes\":[[\"49\",\"53\"],[\"7\",{\"append\":\"1\"}]]}";

    private static VersionEntry documented() {
        return new VersionEntry(
                1,
                new RequestId("demo.txt", 1),
                NodeId.of("A1"),
                1_795_228_668_123L,
                List.of(new Operation.Write("49", "53"), new Operation.Append("7", "1")));
    }

    @Test
    void writesTheDocumentedLine() {
        assertThat(VersionLine.json(documented())).isEqualTo(DOCUMENTED);
        assertThat(new String(VersionLine.bytes(documented()), StandardCharsets.UTF_8))
                .isEqualTo(DOCUMENTED + "\n");
    }

    @Test
    void readsTheDocumentedLine() {
        assertThat(VersionLine.parse(DOCUMENTED)).isEqualTo(documented());
        assertThat(VersionLine.parse(DOCUMENTED + "\n")).isEqualTo(documented());
    }

    @Test
    void readsFieldsInAnyOrderAndBlanks() {
        String line =
                "{ \"writes\": [ [\"49\", \"53\"], [\"7\", {\"append\": \"1\"}] ], \"origin\": \"A1\", \"version\": 1,"
                        + " \"committedAt\": \"2026-11-21T02:37:48.123Z\", \"transaction\": \"demo.txt:1\" }";
        assertThat(VersionLine.parse(line)).isEqualTo(documented());
    }

    @Test
    void writesCharactersAsThemselvesAndEscapesOnlyWhatMustBe() {
        String json = VersionLine.json(Entries.entry(
                7, new Operation.Write("a\"b\\c/d", "ü€😀\u2028é"), new Operation.Write("k", "x\ud83dy")));
        assertThat(json).endsWith("\"writes\":[[\"a\\\"b\\\\c/d\",\"ü€😀\u2028é\"],[\"k\",\"x\\uD83Dy\"]]}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000Z",
        "-1, 1969-12-31T23:59:59.999Z",
        "1000, 1970-01-01T00:00:01.000Z",
        "1709210096007, 2024-02-29T12:34:56.007Z",
        "253402300799999, 9999-12-31T23:59:59.999Z",
        "-62167219200000, 0000-01-01T00:00:00.000Z"
    })
    void spellsTimesWithThreeDecimals(long millis, String text) {
        assertThat(CommitTime.format(millis)).isEqualTo(text);
        assertThat(CommitTime.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(longs = {253402300800000L, -62167219200001L})
    void refusesTimesOfOtherThanFourDigitYears(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommitTime.format(millis))
                .withMessageContaining(String.valueOf(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1 | \"version\":0 | version 0",
                "\"version\":1 | \"version\":\"1\" | a whole number as version",
                "\"version\":1 | \"version\":1.5 | a whole number as version",
                "\"version\":1 | \"version\":99999999999999999999 | out of range",
                "\"version\":1, | '' | 'version' is missing",
                "\"version\":1 | \"version\":1,\"version\":1 | 'version' stands twice",
                "\"version\":1 | \"version\":1,\"more\":2 | unknown field 'more'",
                "\"demo.txt:1\" | 5 | a text as transaction",
                "\"demo.txt:1\" | \"\" | empty client",
                "\"A1\" | \"A 1\" | no node name",
                "48.123Z | 48.12Z | committedAt",
                "48.123Z | 48.1234Z | committedAt",
                "48.123Z | 48.123+ | committedAt",
                "2026-11-21 | 2026-02-29 | committedAt",
                "T02: | T24: | committedAt",
                "[\"49\",\"53\"], | [\"49\"], | END_ARRAY",
                "[\"49\",\"53\"], | [\"49\",\"53\",\"1\"], | the end of a write",
                "[\"49\",\"53\"], | [49,\"53\"], | a text as key",
                "[\"49\",\"53\"], | [\"49\",53], | a value or",
                "[\"49\",\"53\"], | \"49\", | a write such as",
                "{\"append\":\"1\"} | {\"add\":\"1\"} | append",
                "{\"append\":\"1\"} | {} | append",
                "{\"append\":\"1\"} | {\"append\":\"1\",\"append\":\"1\"} | the end of an append",
                "[[\"49\",\"53\"],[\"7\",{\"append\":\"1\"}]] | [] | without a change",
                "]]} | ]]}{} | more than one object",
                "]]} | ]] | end",
                "]]} | ]]]} | malformed JSON: Unexpected close marker ']': expected '}' (for Object starting at column 1)",
            })
    void refusesWhatIsNotExactlyALine(String from, String to, String reason) {
        assertThat(DOCUMENTED).contains(from);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionLine.parse(DOCUMENTED.replace(from, to)))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "1", "\ufeff{}", "{}"})
    void refusesWhatIsNoObjectOfALine(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> VersionLine.parse(line));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] bytes = VersionLine.bytes(documented());
        bytes[DOCUMENTED.indexOf("53")] = (byte) 0xff;
        assertThatIllegalArgumentException().isThrownBy(() -> VersionLineParser.parse(bytes, 0, bytes.length));
        byte[] utf16 = DOCUMENTED.getBytes(StandardCharsets.UTF_16LE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionLineParser.parse(utf16, 0, utf16.length))
                .withMessageContaining("UTF-8");
    }

    @Test
    void everyTextComesBackAndEveryLineIsOneLine() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            VersionEntry entry = randomEntry(random, round + 1);
            byte[] bytes = VersionLine.bytes(entry);
            assertThat(VersionLineParser.parse(bytes, 0, bytes.length))
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(entry);
            assertThat(VersionLine.bytes(entry)).isEqualTo(bytes);
            assertThat(bytes).containsOnlyOnce('\n');
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
        }
    }

    private static VersionEntry randomEntry(Random random, long version) {
        List<Operation.Change> changes = new ArrayList<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            String key = randomText(random);
            changes.add(
                    random.nextBoolean()
                            ? new Operation.Append(key, randomText(random))
                            : new Operation.Write(key, randomText(random)));
        }
        RequestId id = new RequestId(randomText(random) + "#", random.nextInt(1_000_000));
        long time = random.nextLong(4_000_000_000_000L);
        return new VersionEntry(version, id, NodeId.of("C" + random.nextInt(9)), time, changes);
    }

    private static String randomText(Random random) {
        String[] special = {
            "\"", "\\", "/", "\u2028", "\u2029", "😀", "\ud83d", "\ude00", "\ufeff", "\uffff", "{}", "[,]"
        };
        StringBuilder text = new StringBuilder("t");
        for (int count = random.nextInt(12); count > 0; count--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(special[random.nextInt(special.length)]);
                case 1 -> text.append((char) (0x80 + random.nextInt(0xff00)));
                case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
