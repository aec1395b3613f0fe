package epidemic.runtime.actor;

import epidemic.kernel.Replica;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.storage.DiskCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The beginning of a replica's life: it is given the snapshot that its log begins with, the versions behind it, {@value
 * #VERSIONS} at a time, and then the journal, which the actor hands on. What peers send meanwhile is kept.
 */
final class Recovery {
    /** How much mail of peers is kept; more is lost, as on the way. */
    static final int EARLY_MAX = 1_000;

    private static final int VERSIONS = 10_000;

    private final NodeSetup setup;
    private final Replica replica;
    private final ActorRef<DiskCall.ReadResult> versionTaker;
    private final ActorRef<DiskCall.JournalRead> journalTaker;
    private final List<NodeCall.Envelope> early = new ArrayList<>();

    Recovery(
            NodeSetup setup,
            Replica replica,
            ActorRef<DiskCall.ReadResult> versionTaker,
            ActorRef<DiskCall.JournalRead> journalTaker) {
        this.setup = setup;
        this.replica = replica;
        this.versionTaker = versionTaker;
        this.journalTaker = journalTaker;
    }

    void begin(ActorRef<DiskCall.SnapshotRead> snapshotTaker) {
        setup.log().tell(new DiskCall.ReadSnapshot(snapshotTaker));
    }

    void took(DiskCall.SnapshotRead read) {
        Optional<Snapshot> snapshot = read.snapshot();
        snapshot.ifPresent(found -> {
            replica.recover(found);
            setup.observer().recovered(setup.node(), found);
        });
        readAfter(snapshot.map(Snapshot::version).orElse(0L));
    }

    private void readAfter(long version) {
        setup.log().tell(new DiskCall.Read(version, VERSIONS, versionTaker));
    }

    /**
     * Asks for the next versions, or for the journal if these were the last.
     *
     * @return with which version the log ends, once all were read
     */
    OptionalLong took(DiskCall.ReadResult read) {
        for (VersionEntry entry : read.entries()) {
            replica.recover(entry);
        }
        setup.observer().recovered(setup.node(), read.afterVersion(), read.entries());
        long recovered = read.afterVersion() + read.entries().size();
        if (recovered < read.lastVersion()) {
            readAfter(recovered);
            return OptionalLong.empty();
        }
        setup.log().tell(new DiskCall.ReadJournal(journalTaker));
        return OptionalLong.of(recovered);
    }

    /** Keeps mail until the life has begun. */
    void keep(NodeCall.Envelope envelope) {
        if (early.size() < EARLY_MAX) {
            early.add(envelope);
        }
    }

    /** Hands the kept mail out, in the order in which it came. */
    List<NodeCall.Envelope> drainEarly() {
        List<NodeCall.Envelope> drained = List.copyOf(early);
        early.clear();
        return drained;
    }
}
