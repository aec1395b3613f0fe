package epidemic.runtime.storage;

import static epidemic.runtime.storage.Entries.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import epidemic.kernel.NodeId;
import epidemic.runtime.storage.DiskCall.Append;
import epidemic.runtime.storage.DiskCall.Durable;
import epidemic.runtime.storage.DiskCall.JournalRead;
import epidemic.runtime.storage.DiskCall.Journaled;
import epidemic.runtime.storage.DiskCall.Read;
import epidemic.runtime.storage.DiskCall.ReadJournal;
import epidemic.runtime.storage.DiskCall.ReadResult;
import epidemic.runtime.storage.DiskCall.Stored;
import epidemic.runtime.storage.DiskCall.WriteJournal;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryLogActorTest {
    private ActorTestKit kit;
    private TestProbe<Stored> stored;
    private TestProbe<ReadResult> read;
    private ActorRef<DiskCall> disk;

    @BeforeEach
    void setUp() {
        kit = ActorTestKit.create("storage", ConfigFactory.load("no-such-file"));
        stored = kit.createTestProbe();
        read = kit.createTestProbe();
        disk = kit.spawn(MemoryLogActor.create(NodeId.of("A1")));
    }

    @AfterEach
    void tearDown() {
        kit.shutdownTestKit();
    }

    @Test
    void beginsEmpty() {
        disk.tell(new Read(0, 10, read.getRef()));

        assertThat(read.receiveMessage()).isEqualTo(new ReadResult(0, List.of(), 0));
    }

    @Test
    void appendedVersionsAreSaidToBeDurable() {
        disk.tell(new Append(entries(1, 3), stored.getRef()));
        stored.expectMessage(new Durable(3));
        disk.tell(new Append(entries(4, 4), stored.getRef()));
        stored.expectMessage(new Durable(4));
    }

    @Test
    void writesOfTheJournalAreCountedFromTheLifesBeginning() {
        TestProbe<JournalRead> journal = kit.createTestProbe();
        List<JournalWrite> two = List.of(new JournalWrite(false, List.of()), new JournalWrite(true, List.of()));

        disk.tell(new WriteJournal(two, stored.getRef()));
        stored.expectMessage(new Journaled(2));
        disk.tell(new ReadJournal(journal.getRef()));
        journal.expectMessage(new JournalRead(List.of()));
        disk.tell(new WriteJournal(two, stored.getRef()));
        stored.expectMessage(new Journaled(2));
    }

    @Test
    void whatWasForgottenIsNotRead() {
        disk.tell(new Append(entries(1, 3), stored.getRef()));
        stored.receiveMessage();

        disk.tell(new Read(1, 10, read.getRef()));

        stored.expectTerminated(disk);
    }

    @Test
    void aGapStopsIt() {
        disk.tell(new Append(entries(2, 3), stored.getRef()));

        stored.expectTerminated(disk);
    }
}
