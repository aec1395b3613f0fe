package epidemic.runtime.storage;

import static epidemic.runtime.storage.Entries.bytes;
import static epidemic.runtime.storage.Entries.entries;
import static epidemic.runtime.storage.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Invariants;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionLogFileTest {
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

    @Test
    void startsEmptyAndCreatesItsDirectories() throws IOException {
        try (VersionLogFile log = VersionLogFile.open(directory.resolve("not/there/yet"), NODE, SyncMode.BATCH)) {
            assertThat(log.recovered()).isEqualTo(new VersionLogFile.Recovered(0, 0));
            assertThat(log.lastVersion()).isZero();
            assertThat(log.read(0, 10)).isEmpty();
            assertThat(log.path()).isEqualTo(directory.resolve("not/there/yet/A1/versions.jsonl"));
        }
    }

    @Test
    void appendsLinesAndGoesOnAfterReopening() throws IOException {
        try (VersionLogFile log = open()) {
            log.append(entries(1, 3));
            log.append(entries(4, 4));
        }
        try (VersionLogFile log = open()) {
            assertThat(log.recovered()).isEqualTo(new VersionLogFile.Recovered(4, 0));
            log.append(entries(5, 6));
            assertThat(log.read(0, 100)).isEqualTo(entries(1, 6));
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes(entries(1, 6)));
    }

    @Test
    void readsWindowsAcrossIndexedLines() throws IOException {
        int count = 3 * SparseIndex.STEP + 10;
        try (VersionLogFile log = open()) {
            log.append(entries(1, SparseIndex.STEP - 1));
            log.append(entries(SparseIndex.STEP, count));
            checkWindows(log, count);
        }
        try (VersionLogFile log = open()) {
            checkWindows(log, count);
        }
    }

    private static void checkWindows(VersionLogFile log, int count) throws IOException {
        for (int step = 0; step <= 3; step++) {
            for (int near = -2; near <= 2; near++) {
                long after = Math.max(0, (long) step * SparseIndex.STEP + near);
                assertThat(log.read(after, 3)).isEqualTo(entries(after + 1, after + 3));
            }
        }
        assertThat(log.read(5, 2000)).isEqualTo(entries(6, 2005));
        assertThat(log.read(count - 2, 100)).isEqualTo(entries(count - 1, count));
        assertThat(log.read(0, Integer.MAX_VALUE)).hasSize(count);
        assertThat(log.read(count, 100)).isEmpty();
        assertThat(log.read(count + 1, 100)).isEmpty();
    }

    @Test
    void aReadLooksAtAFewLinesOnly() throws IOException {
        try (VersionLogFile log = open()) {
            log.append(entries(1, 100_000));
        }
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.NEVER)) {
            disk.bytesRead = 0;
            assertThat(log.read(99_000, 1)).isEqualTo(entries(99_001, 99_001));
            assertThat(disk.bytesRead).isLessThan(bytes(entries(99_001, 99_001)).length * 1024L + 64 * 1024);
        }
    }

    @Test
    void refusesReadsOutOfRange() throws IOException {
        try (VersionLogFile log = open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> log.read(-1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> log.read(0, 0));
        }
    }

    @Test
    void aLineMayBeLongerThanAChunk() throws IOException {
        Operation.Change[] changes = new Operation.Change[40];
        Arrays.setAll(changes, index -> new Operation.Append("k" + index, "\\".repeat(60_000)));
        List<VersionEntry> all = List.of(entry(1), entry(2, changes), entry(3), entry(4, changes));
        try (VersionLogFile log = open()) {
            log.append(all);
            assertThat(log.read(0, 9)).isEqualTo(all);
        }
        try (VersionLogFile log = open()) {
            assertThat(log.recovered().version()).isEqualTo(4);
            assertThat(log.read(1, 9)).isEqualTo(all.subList(1, 4));
        }
    }

    @Test
    void oneGroupIsOneWriteAndOneForce() throws IOException {
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.BATCH)) {
            disk.forces = 0;
            log.append(entries(1, 500));
            assertThat(disk.writes).containsExactly(bytes(entries(1, 500)).length);
            assertThat(disk.forces).isEqualTo(1);
        }
        assertThat(disk.closed).isTrue();
    }

    @Test
    void neverForcesUnlessAsked() throws IOException {
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.NEVER)) {
            log.append(entries(1, 5));
            assertThat(disk.forces).isZero();
        }
    }

    @Test
    void aLargeGroupIsWrittenInSlicesAndForcedOnce() throws IOException {
        String value = "x".repeat(60_000);
        List<VersionEntry> all = LongStream.rangeClosed(1, 150)
                .mapToObj(version -> entry(version, new Operation.Write("k", value)))
                .toList();
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.BATCH)) {
            disk.forces = 0;
            log.append(all);
            assertThat(disk.writes).hasSize(3).allMatch(bytes -> bytes < LineBuffer.SLICE_BYTES + 61_000);
            assertThat(disk.forces).isEqualTo(1);
            assertThat(log.read(140, 10)).isEqualTo(all.subList(140, 150));
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes(all));
    }

    @Test
    void aGapOnAppendIsAViolationAndWritesNothing() throws IOException {
        try (VersionLogFile log = open()) {
            log.append(entries(1, 2));
            for (List<VersionEntry> bad : List.of(entries(4, 4), entries(2, 2), List.of(entry(3), entry(5)))) {
                assertThatThrownBy(() -> log.append(bad))
                        .isInstanceOf(Invariants.Violation.class)
                        .hasMessageContaining("versions.jsonl");
            }
            log.append(entries(3, 3));
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes(entries(1, 3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 150, 400})
    void afterAFailedWriteNothingIsWrittenAnyMore(int written) throws IOException {
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.NEVER)) {
            log.append(entries(1, 2));
            disk.failWriteAfterBytes = written;
            assertThatThrownBy(() -> log.append(entries(3, 9)))
                    .isInstanceOf(VersionLogException.class)
                    .hasMessageContaining("cannot write")
                    .hasMessageContaining("versions.jsonl")
                    .hasMessageContaining("no space left");
            disk.failWriteAfterBytes = Integer.MAX_VALUE;
            assertThatThrownBy(() -> log.append(entries(3, 3)))
                    .isInstanceOf(VersionLogException.class)
                    .hasMessageContaining("broken")
                    .hasMessageContaining("no space left");
            assertThat(log.read(0, 10)).isEqualTo(entries(1, 2));
        }
        assertThat(Files.size(path)).isEqualTo(bytes(entries(1, 2)).length + written);
        try (VersionLogFile log = open()) {
            long last = log.lastVersion();
            assertThat(log.read(0, 10)).isEqualTo(entries(1, last));
            log.append(entries(last + 1, 10));
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes(entries(1, 10)));
    }

    @Test
    void afterAFailedForceNothingIsWrittenAnyMore() throws IOException {
        RecordingDisk disk = new RecordingDisk(FileDisk.open(path));
        try (VersionLogFile log = VersionLogFile.open(path, disk, SyncMode.BATCH)) {
            disk.failForce = true;
            assertThatThrownBy(() -> log.append(entries(1, 1))).hasMessageContaining("sync failed");
            disk.failForce = false;
            assertThatThrownBy(() -> log.append(entries(2, 2))).hasMessageContaining("broken");
        }
    }

    @Test
    void damageThatComesLaterIsAnErrorOfTheRead() throws IOException {
        try (VersionLogFile log = open()) {
            log.append(entries(1, 3));
            byte[] damaged = bytes(entries(1, 3));
            damaged[bytes(entries(1, 1)).length] = 'x';
            Files.write(path, damaged);
            assertThat(log.read(2, 1)).isEqualTo(entries(3, 3));
            assertThatThrownBy(() -> log.read(0, 3))
                    .isInstanceOf(VersionLogException.class)
                    .hasMessageContaining("versions.jsonl:2: damaged line");
        }
    }

    @Test
    void onlyOneMayHaveItOpen() throws IOException {
        try (VersionLogFile log = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(VersionLogException.class)
                    .hasMessageContaining(path.getParent().toString())
                    .hasMessageContaining("in use by this process");
            VersionLogFile.open(directory, NodeId.of("A2"), SyncMode.NEVER).close();
            log.append(entries(1, 1));
        }
        open().close();
    }

    @Test
    void anotherProcessCannotOpenIt() throws Exception {
        try (VersionLogFile log = open()) {
            log.append(entries(1, 1));
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherProcess.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor()).as(output).isEqualTo(1);
            assertThat(output).contains("in use by another process");
        }
    }

    /** Opens the log in a JVM of its own. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws IOException {
            VersionLogFile.open(Path.of(arguments[0]), NODE, SyncMode.NEVER).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void staysWithinItsDirectory(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionLogFile.pathOf(directory, NodeId.of(name)))
                .withMessageContaining("no name of a directory");
    }

    @Test
    void namesTheFileThatCannotBeOpened() throws IOException {
        Files.createDirectories(path);
        assertThatThrownBy(this::open)
                .isInstanceOf(VersionLogException.class)
                .hasMessageContaining("cannot open the version log " + path);
    }

    @Test
    void readsGoOnWhileAnotherThreadAppends() throws Exception {
        try (VersionLogFile log = open()) {
            Thread writer = new Thread(() -> {
                for (int group = 0; group < 200; group++) {
                    try {
                        log.append(entries(group * 50L + 1, group * 50L + 50));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                }
            });
            writer.start();
            long seen = 0;
            while (seen < 10_000) {
                List<VersionEntry> read = log.read(Math.max(0, seen - 5), 1000);
                long first = Math.max(0, seen - 5) + 1;
                assertThat(read).isEqualTo(entries(first, first + read.size() - 1));
                seen = first + read.size() - 1;
                assertThat(writer.isAlive() || log.lastVersion() == 10_000).isTrue();
            }
            writer.join();
        }
    }
}
