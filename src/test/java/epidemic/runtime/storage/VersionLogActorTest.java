package epidemic.runtime.storage;

import static epidemic.runtime.storage.Entries.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.storage.DiskCall.Append;
import epidemic.runtime.storage.DiskCall.Close;
import epidemic.runtime.storage.DiskCall.Durable;
import epidemic.runtime.storage.DiskCall.Failed;
import epidemic.runtime.storage.DiskCall.Read;
import epidemic.runtime.storage.DiskCall.ReadResult;
import epidemic.runtime.storage.DiskCall.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionLogActorTest {
    private static final NodeId NODE = NodeId.of("A1");

    @TempDir
    Path directory;

    private ActorTestKit kit;
    private TestProbe<Stored> stored;
    private TestProbe<ReadResult> read;

    @BeforeEach
    void setUp() {
        kit = ActorTestKit.create("storage", ConfigFactory.load("no-such-file"));
        stored = kit.createTestProbe();
        read = kit.createTestProbe();
    }

    @AfterEach
    void tearDown() {
        kit.shutdownTestKit();
    }

    private ActorRef<DiskCall> spawn() {
        return kit.spawn(
                VersionLogActor.create(directory, NODE, StoragePolicy.of(SyncMode.BATCH), MessageCodec.none()));
    }

    /** Spawns on a disk; the actor opens its log, and so takes messages, when the gate is open. */
    private ActorRef<DiskCall> spawn(CountDownLatch gate, RecordingDisk disk) {
        return kit.spawn(VersionLogActor.create(
                () -> {
                    try {
                        gate.await();
                    } catch (InterruptedException interrupted) {
                        throw new IOException(interrupted);
                    }
                    VersionLogFile file = VersionLogFile.open(path(), disk, SyncMode.BATCH);
                    NodeDisk files = NodeDisk.open(
                            file,
                            JournalPlace.at(JournalFile.pathOf(directory, NODE)),
                            SyncMode.BATCH,
                            MessageCodec.none());
                    disk.forces = 0;
                    return files;
                },
                StoragePolicy.of(SyncMode.BATCH)));
    }

    private Path path() {
        return VersionLogFile.pathOf(directory, NODE);
    }

    private RecordingDisk disk() throws IOException {
        return new RecordingDisk(FileDisk.open(path()));
    }

    private void stop(ActorRef<DiskCall> log) {
        log.tell(Close.INSTANCE);
        stored.expectTerminated(log);
    }

    private List<VersionEntry> onDisk() throws IOException {
        try (VersionLogFile file = VersionLogFile.open(directory, NODE, SyncMode.NEVER)) {
            return file.read(0, Integer.MAX_VALUE);
        }
    }

    @Test
    void tellsWhenVersionsAreDurable() throws IOException {
        ActorRef<DiskCall> log = spawn();
        log.tell(new Append(entries(1, 3), stored.getRef()));
        stored.expectMessage(new Durable(3));
        log.tell(new Append(entries(4, 4), stored.getRef()));
        stored.expectMessage(new Durable(4));
        stop(log);
        assertThat(onDisk()).isEqualTo(entries(1, 4));
    }

    @Test
    void appendsThatWaitTogetherAreOneGroup() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        RecordingDisk disk = disk();
        TestProbe<Stored> second = kit.createTestProbe();
        ActorRef<DiskCall> log = spawn(gate, disk);
        log.tell(new Append(entries(1, 2), stored.getRef()));
        log.tell(new Append(entries(3, 3), second.getRef()));
        log.tell(new Append(entries(4, 6), stored.getRef()));
        gate.countDown();
        stored.expectMessage(new Durable(6));
        second.expectMessage(new Durable(6));
        assertThat(disk.writes).hasSize(1);
        assertThat(disk.forces).isEqualTo(1);
        stop(log);
        stored.expectNoMessage(Duration.ZERO);
        assertThat(onDisk()).isEqualTo(entries(1, 6));
    }

    @Test
    void aReadSeesAppendsThatWait() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        RecordingDisk disk = disk();
        ActorRef<DiskCall> log = spawn(gate, disk);
        log.tell(new Append(entries(1, 5), stored.getRef()));
        log.tell(new Read(1, 2, read.getRef()));
        log.tell(new Append(entries(6, 6), stored.getRef()));
        gate.countDown();
        read.expectMessage(new ReadResult(1, entries(2, 3), 5));
        stored.expectMessage(new Durable(5));
        stored.expectMessage(new Durable(6));
        assertThat(disk.writes).hasSize(2);
    }

    @Test
    void readsNothingBehindTheEnd() {
        ActorRef<DiskCall> log = spawn();
        log.tell(new Read(7, 100, read.getRef()));
        read.expectMessage(new ReadResult(7, List.of(), 0));
    }

    @Test
    void closingStoresWhatWaits() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        RecordingDisk disk = disk();
        ActorRef<DiskCall> log = spawn(gate, disk);
        log.tell(new Append(entries(1, 2), stored.getRef()));
        log.tell(Close.INSTANCE);
        gate.countDown();
        stored.expectMessage(new Durable(2));
        stored.expectTerminated(log);
        assertThat(disk.closed).isTrue();
        assertThat(onDisk()).isEqualTo(entries(1, 2));
    }

    @Test
    void beingStoppedFromOutsideLetsGoOfTheLog() throws IOException {
        ActorRef<DiskCall> log = spawn();
        log.tell(new Append(entries(1, 2), stored.getRef()));
        stored.expectMessage(new Durable(2));
        kit.stop(log);
        assertThat(onDisk()).isEqualTo(entries(1, 2));
    }

    @Test
    void recoversAfterClosing() {
        ActorRef<DiskCall> log = spawn();
        log.tell(new Append(entries(1, 2), stored.getRef()));
        stop(log);
        ActorRef<DiskCall> next = spawn();
        next.tell(new Read(0, 10, read.getRef()));
        read.expectMessage(new ReadResult(0, entries(1, 2), 2));
    }

    @Test
    void afterAnErrorEveryAppendFailsAndTheErrorIsLoggedOnce() throws IOException {
        RecordingDisk disk = disk();
        ActorRef<DiskCall> log = spawn(new CountDownLatch(0), disk);
        log.tell(new Append(entries(1, 2), stored.getRef()));
        stored.expectMessage(new Durable(2));
        disk.failWriteAfterBytes = 10;
        LoggingTestKit.error("no space left").withOccurrences(1).expect(kit.system(), () -> {
            log.tell(new Append(entries(3, 3), stored.getRef()));
            Failed failed = stored.expectMessageClass(Failed.class);
            assertThat(failed.reason()).contains("versions.jsonl", "no space left");
            disk.failWriteAfterBytes = Integer.MAX_VALUE;
            log.tell(new Append(entries(4, 4), stored.getRef()));
            assertThat(stored.expectMessageClass(Failed.class)).isEqualTo(failed);
            return stored;
        });
        log.tell(new Read(0, 10, read.getRef()));
        read.expectMessage(new ReadResult(0, entries(1, 2), 2));
        stop(log);
        assertThat(disk.writes).hasSize(2);
    }

    @Test
    void aGapStopsItAndStoresWhatCameBefore() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        RecordingDisk disk = disk();
        ActorRef<DiskCall> log = spawn(gate, disk);
        log.tell(new Append(entries(1, 2), stored.getRef()));
        log.tell(new Append(entries(4, 4), stored.getRef()));
        LoggingTestKit.error("version 4 appended, not 3").expect(kit.system(), () -> {
            gate.countDown();
            stored.expectMessage(new Durable(2));
            return stored;
        });
        stored.expectTerminated(log);
        assertThat(onDisk()).isEqualTo(entries(1, 2));
    }

    @Test
    void anUnreadableLogStopsIt() throws IOException {
        RecordingDisk disk = disk();
        ActorRef<DiskCall> log = spawn(new CountDownLatch(0), disk);
        log.tell(new Append(entries(1, 2), stored.getRef()));
        stored.expectMessage(new Durable(2));
        disk.failRead = true;
        LoggingTestKit.error("unreadable sector").expect(kit.system(), () -> {
            log.tell(new Read(0, 2, read.getRef()));
            stored.expectTerminated(log);
            return stored;
        });
        assertThat(disk.closed).isTrue();
    }

    @Test
    void aLogInUseStopsItWithAClearMessage() throws IOException {
        try (VersionLogFile held = VersionLogFile.open(directory, NODE, SyncMode.NEVER)) {
            LoggingTestKit.error("in use by this process").expect(kit.system(), () -> {
                ActorRef<DiskCall> log = spawn();
                stored.expectTerminated(log);
                return held;
            });
        }
    }

    @Test
    void warnsOfATornLine() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "{\"version\"");
        LoggingTestKit.warn("cut off a torn last line of 10 bytes behind version 0")
                .expect(kit.system(), this::spawn);
    }

    @Test
    void refusesMessagesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Append(List.of(), stored.getRef()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Read(-1, 1, read.getRef()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Read(0, 0, read.getRef()));
    }
}
