package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files: line ends, skipped lines, line numbers, and bytes that are no text. */
class TransactionFileTest {
    @TempDir
    Path directory;

    @Test
    void lineEndsMayBeLfOrCrlfAndTheLastMayBeMissing() {
        List<String> expected = List.of("1: 0|r 1", "2: 0|r 2");
        assertThat(read("1 0\n2 0\n")).isEqualTo(expected);
        assertThat(read("1 0\n2 0")).isEqualTo(expected);
        assertThat(read("1 0\r\n2 0\r\n")).isEqualTo(expected);
        assertThat(read("1 0\r\n2 0")).isEqualTo(expected);
        assertThat(read("1 0\n2 0\r")).isEqualTo(expected);
        assertThat(read("\uFEFF1 0\n2 0\n")).isEqualTo(expected);
    }

    @Test
    void aByteOrderMarkIsSkippedAtTheFilesBeginningOnly() {
        assertThat(read("\uFEFF1 0\n\uFEFF2 0\n"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("FILE:2: key '\\ufeff2' with a byte order mark");
    }

    @Test
    void skippedLinesCount() {
        assertThat(read("# first\n\n  \t\r\n1 0\n   # more\n2 0\n\n")).containsExactly("4: 0|r 1", "6: 0|r 2");
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).isEmpty();
        assertThat(read("\uFEFF# only a comment")).isEmpty();
    }

    @Test
    void badLinesLeaveTheOthersAlone() {
        assertThat(read("1 0\nb, c\n2 0\n"))
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("FILE:2: an empty transaction");
    }

    @Test
    void aLoneCarriageReturnIsAnError() {
        assertThat(read("1 0\r2 1\n3 0"))
                .hasSize(2)
                .first()
                .asString()
                .contains("FILE:1: a carriage return within the line: lines that end in LF or CRLF are allowed");
        assertThat(read("# comment\r1 0\r")).hasSize(1);
    }

    @Test
    void bytesThatAreNoUtf8AreAnErrorOfTheirLine() {
        byte[] bytes = "1 0\nb, w(1,X), c\n2 0\n".getBytes(StandardCharsets.UTF_8);
        bytes[11] = (byte) 0xE9;
        assertThat(read(new ByteArrayInputStream(bytes)))
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("FILE:2: no UTF-8 at byte 8 of the line (0xe9): text in UTF-8 is allowed");
        assertThat(read(new ByteArrayInputStream(new byte[] {'1', (byte) 0xC3})))
                .hasSize(1);
    }

    @Test
    void aLineHasABound() {
        String longest = "#" + "x".repeat(LineReader.LINE_BYTES_MAX - 1);
        assertThat(read(longest + "\n1 0")).containsExactly("2: 0|r 1");
        assertThat(read("\uFEFF" + longest + "\r\n1 0")).containsExactly("2: 0|r 1");
        assertThat(read(longest + "x\n1 0"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("FILE:1: a line of more than 1048576 bytes: up to 1048576 bytes");
    }

    @Test
    void memoryDoesNotGrowWithTheLineOrTheFile() {
        long bytes = 3_000_000_000L;
        InputStream endless = new InputStream() {
            private long left = bytes;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                int count = (int) Math.min(left, length);
                java.util.Arrays.fill(into, from, from + count, (byte) 'x');
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        assertThat(read(endless)).hasSize(1).first().asString().contains("a line of more than");
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws Exception {
        String missing = directory.resolve("missing.txt").toString();
        assertThatExceptionOfType(UnreadableFileException.class)
                .isThrownBy(() -> TransactionFile.open(missing, SevenNodes.PARSER))
                .withMessage(
                        missing + " cannot be read, there is no such file: a readable transaction file is allowed");
        assertThatExceptionOfType(UnreadableFileException.class)
                .isThrownBy(() -> TransactionFiles.requireReadable(List.of(directory.toString())))
                .withMessage(directory + " is a directory: a transaction file is allowed");
        assertThatExceptionOfType(UnreadableFileException.class)
                .isThrownBy(() -> TransactionFile.open("nul\u0000", SevenNodes.PARSER));
        Path empty = Files.createFile(directory.resolve("empty.txt"));
        TransactionFiles.requireReadable(List.of(empty.toString()));
    }

    @Test
    void aScanCountsAndReportsAllFiles() throws Exception {
        String one =
                Files.writeString(directory.resolve("1.txt"), "1 0\nb, c\n").toString();
        String two =
                Files.writeString(directory.resolve("2.txt"), "c\n2 0\n3.3\n").toString();
        List<String> bad = new ArrayList<>();
        TransactionFiles.Scan scan =
                TransactionFiles.scan(List.of(one, two), SevenNodes.PARSER, line -> bad.add(line.toString()));
        assertThat(scan).isEqualTo(new TransactionFiles.Scan(3, 2));
        assertThat(bad).hasSize(2);
        assertThat(bad.get(0)).startsWith(one + ":2: ");
        assertThat(bad.get(1)).startsWith(two + ":1: ");
    }

    private static List<String> read(String text) {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(InputStream input) {
        List<String> lines = new ArrayList<>();
        try (TransactionFile file = TransactionFile.of("FILE", SevenNodes.PARSER, input)) {
            for (Optional<FileLine> line = file.next(); line.isPresent(); line = file.next()) {
                lines.add(
                        line.get() instanceof FileLine.Parsed parsed
                                ? parsed.line() + ": " + SevenNodes.shown(parsed.transaction())
                                : line.get().toString());
            }
        }
        return lines;
    }
}
