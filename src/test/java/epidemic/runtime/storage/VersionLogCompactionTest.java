package epidemic.runtime.storage;

import static epidemic.runtime.storage.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VersionLogCompactionTest {
    private static final NodeId NODE = NodeId.of("A1");
    private static final int CLIENTS = 40;

    @TempDir
    Path directory;

    private Path path;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<VersionEntry> order = new ArrayList<>();

    @BeforeEach
    void setUp() {
        path = directory.resolve("A1/versions.jsonl");
    }

    private VersionLogFile open(SyncMode sync) throws IOException {
        return VersionLogFile.open(directory, NODE, sync);
    }

    /** Some more versions: writes and appends, some keys more often than others, some of the last kind of letters. */
    private List<VersionEntry> more(int count) {
        int from = order.size();
        for (int index = 0; index < count; index++) {
            long version = order.size() + 1;
            String key = "ü" + random.nextInt(1 + random.nextInt(300));
            VersionEntry made = random.nextBoolean()
                    ? entry(version, new Operation.Write("w" + key, "😀\"" + version))
                    : entry(
                            version,
                            new Operation.Append("l" + key, "a" + version),
                            new Operation.Append("l" + key, "b\\" + version));
            RequestId id = RequestId.parse(
                    random.nextInt(4) == 0 ? "plain" + version : "c" + random.nextInt(60) + ":" + version);
            order.add(new VersionEntry(version, id, made.origin(), made.committedAtMillis(), made.writes()));
        }
        return List.copyOf(order.subList(from, order.size()));
    }

    private Snapshot snapshot(long version) {
        return Snapshot.EMPTY.after(order.subList(0, (int) version), CLIENTS);
    }

    /** Everything that a log tells is what the order says. */
    private void check(VersionLogFile log, long snapshotVersion) throws IOException {
        assertThat(log.snapshotVersion()).isEqualTo(snapshotVersion);
        assertThat(log.lastVersion()).isEqualTo(order.size());
        assertThat(log.readSnapshot().orElse(Snapshot.EMPTY)).isEqualTo(snapshot(snapshotVersion));
        assertThat(log.read(snapshotVersion, Integer.MAX_VALUE))
                .isEqualTo(order.subList((int) snapshotVersion, order.size()));
        if (snapshotVersion > 0) {
            assertThat(log.read(snapshotVersion - 1, 10)).isEmpty();
        }
        for (int look = 0; look < 20; look++) {
            int after = (int) snapshotVersion + random.nextInt(order.size() - (int) snapshotVersion);
            assertThat(log.read(after, 3)).isEqualTo(order.subList(after, Math.min(after + 3, order.size())));
        }
    }

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void aSnapshotTakesThePlaceOfTheFirstVersionsWhileTheLogGoesOn(SyncMode sync) throws IOException {
        try (VersionLogFile log = open(sync)) {
            log.append(more(3_000));
            for (long upTo : List.of(1L, 2_500L, 2_501L, 9_000L)) {
                LogCompaction compaction = log.compact(upTo, CLIENTS);
                while (!compaction.step(log.tail())) {
                    log.append(more(10));
                }
                log.adopt(compaction.next());
                check(log, upTo);
                log.append(more(5_000));
                check(log, upTo);
            }
        }
        try (VersionLogFile log = open(sync)) {
            check(log, 9_000);
            log.append(more(1));
            check(log, 9_000);
        }
        String first = Files.readAllLines(path).get(0);
        assertThat(first).startsWith("{\"snapshot\":9000,\"changes\":");
        assertThat(path.resolveSibling("versions.new")).doesNotExist();
    }

    @Test
    void whatIsKeptHasTheSameBytes() throws IOException {
        try (VersionLogFile log = open(SyncMode.NEVER)) {
            log.append(more(100));
            byte[] whole = Files.readAllBytes(path);
            LogCompaction compaction = log.compact(60, CLIENTS);
            while (!compaction.step(log.tail())) {
                // Nothing comes between.
            }
            log.adopt(compaction.next());
            byte[] kept = Entries.bytes(order.subList(60, 100));
            byte[] compacted = Files.readAllBytes(path);
            assertThat(Arrays.copyOfRange(compacted, compacted.length - kept.length, compacted.length))
                    .isEqualTo(kept)
                    .isEqualTo(Arrays.copyOfRange(whole, whole.length - kept.length, whole.length));
        }
    }

    /** The process may end behind any byte: what is found then is the log as it was. */
    @Test
    void whatIsHalfWrittenDoesNotCount() throws IOException {
        byte[] next;
        try (VersionLogFile log = open(SyncMode.NEVER)) {
            log.append(more(40));
            LogCompaction compaction = log.compact(30, CLIENTS);
            while (!compaction.step(log.tail())) {
                // Goes on to the end.
            }
            compaction.next().finish();
            next = Files.readAllBytes(path.resolveSibling("versions.new"));
        }
        for (int length = 0; length <= next.length; length++) {
            Files.write(path.resolveSibling("versions.new"), Arrays.copyOf(next, length));
            try (VersionLogFile log = open(SyncMode.NEVER)) {
                check(log, 0);
            }
        }
        Files.write(path, next);
        try (VersionLogFile log = open(SyncMode.NEVER)) {
            check(log, 30);
        }
    }

    /** A tail is torn as ever; the snapshot never is, for its file came whole. */
    @Test
    void aTornTailBehindASnapshotIsCutOff() throws IOException {
        more(40);
        try (VersionLogFile log = open(SyncMode.NEVER)) {
            log.replace(snapshot(37), order.subList(37, 40));
        }
        byte[] whole = Files.readAllBytes(path);
        int entries = Entries.bytes(order.subList(37, 40)).length;
        for (int cut = 1; cut <= entries; cut++) {
            Files.write(path, Arrays.copyOf(whole, whole.length - cut));
            try (VersionLogFile log = open(SyncMode.NEVER)) {
                assertThat(log.snapshotVersion()).isEqualTo(37);
                assertThat(log.readSnapshot()).contains(snapshot(37));
                assertThat(log.lastVersion()).isBetween(37L, 39L);
            }
        }
        for (int cut = entries + 1; cut < whole.length - 20; cut += 7) {
            Files.write(path, Arrays.copyOf(whole, whole.length - cut));
            assertThatThrownBy(() -> open(SyncMode.NEVER).close())
                    .isInstanceOf(VersionLogException.class)
                    .hasMessageContaining("versions.jsonl:")
                    .hasMessageContaining("damaged snapshot");
        }
    }

    @Test
    void damageInASnapshotIsFound() throws IOException {
        more(40);
        try (VersionLogFile log = open(SyncMode.NEVER)) {
            log.replace(snapshot(40), List.of());
        }
        String whole = Files.readString(path);
        String[] lines = whole.split("\n");
        assertThat(lines).hasSize(4);
        for (String damaged : List.of(
                lines[0] + "\n" + lines[2] + "\n" + lines[3] + "\n",
                lines[0] + "\n" + lines[1] + "\n" + lines[1] + "\n" + lines[2] + "\n" + lines[3] + "\n",
                lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n" + lines[3].replace("40", "41") + "\n",
                lines[0] + "\n" + lines[1].replace("state", "estate") + "\n" + lines[2] + "\n")) {
            Files.writeString(path, damaged, StandardCharsets.UTF_8);
            assertThatThrownBy(() -> open(SyncMode.NEVER).close())
                    .isInstanceOf(VersionLogException.class)
                    .hasMessageContaining("damaged snapshot");
        }
    }

    @Test
    void aLogIsReplacedAtOnce() throws IOException {
        try (VersionLogFile log = open(SyncMode.BATCH)) {
            log.append(more(10));
            more(90);
            log.replace(snapshot(70), order.subList(70, 100));
            check(log, 70);
            log.append(more(5));
            check(log, 70);
        }
        try (VersionLogFile log = open(SyncMode.BATCH)) {
            check(log, 70);
        }
    }
}
