package epidemic.runtime.storage;

import static epidemic.runtime.storage.Entries.bytes;
import static epidemic.runtime.storage.Entries.entries;
import static epidemic.runtime.storage.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionLogRecoveryTest {
    private static final NodeId NODE = NodeId.of("A1");

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void setUp() {
        path = directory.resolve("A1/versions.jsonl");
    }

    private VersionLogFile open() throws IOException {
        return VersionLogFile.open(directory, NODE, SyncMode.NEVER);
    }

    private void write(byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    @Test
    void recoversTheLongestWholePrefixFromEveryCut() throws IOException {
        List<VersionEntry> all = List.of(
                entry(1, new Operation.Write("ü", "😀\"\\")),
                entry(2, new Operation.Append("7", "\ud83d"), new Operation.Write("8", "x")),
                entry(3));
        byte[] whole = bytes(all);
        for (int cut = 0; cut <= whole.length; cut++) {
            byte[] left = Arrays.copyOf(whole, cut);
            write(left);
            int lines = (int) new String(left, StandardCharsets.ISO_8859_1)
                    .chars()
                    .filter(character -> character == '\n')
                    .count();
            int good = bytes(all.subList(0, lines)).length;
            try (VersionLogFile log = open()) {
                assertThat(log.recovered())
                        .as("cut at byte %s", cut)
                        .isEqualTo(new VersionLogFile.Recovered(lines, cut - good));
                assertThat(Files.size(path)).isEqualTo(good);
                assertThat(log.read(0, 10)).isEqualTo(all.subList(0, lines));
                log.append(all.subList(lines, 3));
                assertThat(log.read(0, 10)).isEqualTo(all);
            }
            assertThat(Files.readAllBytes(path)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "{}\n", "\0\0\0\0\n", "\0\0\0\0", "{\"version\":3,\"trans\n", "\ufffd"})
    void cutsOffAnUnreadableLastLine(String torn) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(bytes(entries(1, 2)));
        byte[] tail = torn.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(tail);
        write(bytes.toByteArray());
        try (VersionLogFile log = open()) {
            assertThat(log.recovered()).isEqualTo(new VersionLogFile.Recovered(2, tail.length));
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes(entries(1, 2)));
    }

    @Test
    void reportsDamageBeforeTheLastLineAndChangesNothing() throws IOException {
        byte[] damaged = bytes(entries(1, 5));
        damaged[bytes(entries(1, 2)).length + 5] = '#';
        write(damaged);
        assertThatThrownBy(this::open)
                .isInstanceOf(VersionLogException.class)
                .hasMessageContaining("versions.jsonl:3: damaged line")
                .hasMessageContaining("unknown field 'ver#ion'");
        assertThat(Files.readAllBytes(path)).isEqualTo(damaged);
    }

    @Test
    void reportsDamageBeforeATornLine() throws IOException {
        byte[] damaged = Arrays.copyOf(bytes(entries(1, 3)), bytes(entries(1, 3)).length - 2);
        damaged[0] = '#';
        write(damaged);
        assertThatThrownBy(this::open).hasMessageContaining("versions.jsonl:1: damaged line");
        assertThat(Files.readAllBytes(path)).isEqualTo(damaged);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4, 7})
    void reportsAGapEvenInTheLastLine(long found) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(bytes(entries(1, 2)));
        bytes.writeBytes(bytes(entries(found, found)));
        write(bytes.toByteArray());
        assertThatThrownBy(this::open)
                .isInstanceOf(VersionLogException.class)
                .hasMessageContaining("versions.jsonl:3: version " + found + " found: version 3 is allowed");
        assertThat(Files.size(path)).isEqualTo(bytes.size());
    }

    @Test
    void anErrorAtOpeningLetsGoOfTheLock() throws IOException {
        write(bytes(entries(2, 3)));
        assertThatThrownBy(this::open).hasMessageContaining(":1: version 2 found");
        write(bytes(entries(1, 1)));
        open().close();
    }

    @Test
    void whatWasRecoveredIsForcedBeforeItCounts() throws IOException {
        write(bytes(entries(1, 2)));
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.BATCH)) {
            assertThat(log.lastVersion()).isEqualTo(2);
            assertThat(disk.forces).isEqualTo(1);
        }
    }
}
