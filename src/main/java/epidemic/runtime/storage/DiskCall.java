package epidemic.runtime.storage;

import epidemic.kernel.Message;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What the disk of a node takes, be it files or memory; what it answers stands beside what it was asked. */
public sealed interface DiskCall
        permits DiskCall.Read,
                DiskCall.ReadSnapshot,
                DiskCall.Replace,
                DiskCall.Append,
                DiskCall.WriteJournal,
                DiskCall.ReadJournal,
                DiskCall.Close,
                VersionLogActor.ToItself {
    /**
     * Asks for versions, appended ones that wait for their group included.
     *
     * @param afterVersion the version before the first one wanted, 0 or more
     * @param limit at most so many, above 0
     */
    record Read(long afterVersion, int limit, ActorRef<ReadResult> replyTo) implements DiskCall {
        /**
         * Checks ranges.
         *
         * @throws IllegalArgumentException if an argument is out of its range
         */
        public Read {
            if (afterVersion < 0 || limit < 1) {
                throw new IllegalArgumentException("read of " + limit + " versions after " + afterVersion
                        + ": 1 or more after version 0 or more are allowed");
            }
        }
    }

    /**
     * Versions of the log.
     *
     * @param afterVersion as asked
     * @param entries versions {@code afterVersion + 1} and on; fewer than the limit only at the end of the log, none if a
     *     snapshot stands for the first of them
     * @param lastVersion the newest version in the log, 0 if there is none
     * @param snapshotVersion the version of the snapshot that the log begins with, 0 if it begins with version 1
     */
    record ReadResult(long afterVersion, List<VersionEntry> entries, long lastVersion, long snapshotVersion) {
        /** Copies the entries. */
        public ReadResult {
            entries = List.copyOf(entries);
        }

        /** Of a log that begins with version 1. */
        public ReadResult(long afterVersion, List<VersionEntry> entries, long lastVersion) {
            this(afterVersion, entries, lastVersion, 0);
        }

        /** Whether a snapshot stands for the first version that was asked for. */
        public boolean isCompacted() {
            return afterVersion < snapshotVersion;
        }
    }

    /** Asks for the snapshot that the log begins with. A life of the node begins; until it asks for the journal, the log
     * keeps its versions. */
    record ReadSnapshot(ActorRef<SnapshotRead> replyTo) implements DiskCall {}

    /** The snapshot that the log begins with, empty if it begins with version 1. */
    record SnapshotRead(Optional<Snapshot> snapshot) {}

    /**
     * Puts a snapshot and the versions behind it in place of the log, at once or not at all.
     *
     * @param snapshot of a version above all that were appended
     * @param entries those behind it, without gaps
     * @param replyTo is told when they are durable
     */
    record Replace(Snapshot snapshot, List<VersionEntry> entries, ActorRef<Stored> replyTo) implements DiskCall {
        /** Copies the entries. */
        public Replace {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Appends versions.
     *
     * @param entries one or more, after all that were appended before, without gaps
     * @param replyTo is told once for each group, so several appends of one sender may have one answer
     */
    record Append(List<VersionEntry> entries, ActorRef<Stored> replyTo) implements DiskCall {
        /**
         * Copies the entries.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Append {
            entries = List.copyOf(entries);
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("append without a version: one or more are allowed");
            }
        }
    }

    /**
     * Writes to the journal.
     *
     * @param writes one or more, in order
     * @param replyTo is told once for each group
     */
    record WriteJournal(List<JournalWrite> writes, ActorRef<Stored> replyTo) implements DiskCall {
        /** Copies the writes. */
        public WriteJournal {
            writes = List.copyOf(writes);
        }
    }

    /** Asks for the journal; a life of the node begins, and its writes are numbered from 1 on. */
    record ReadJournal(ActorRef<JournalRead> replyTo) implements DiskCall {}

    /**
     * What is in the journal.
     *
     * @param records in order
     */
    record JournalRead(List<Message> records) {
        /** Copies the records. */
        public JournalRead {
            records = List.copyOf(records);
        }
    }

    /** Writes what is buffered, closes the files and stops the actor. */
    enum Close implements DiskCall {
        /** The message. */
        INSTANCE
    }

    /** What became of appended versions. */
    sealed interface Stored {}

    /**
     * All versions up to this one are on disk, as the {@link SyncMode} understands it.
     *
     * @param version the newest version of the group
     */
    record Durable(long version) implements Stored {}

    /**
     * Writes of the journal are on disk, as the {@link SyncMode} understands it.
     *
     * @param count so many of this life of the node, from the first on
     */
    record Journaled(long count) implements Stored {}

    /**
     * The versions are not durable, and no later ones will be. Some may be in the file nevertheless and be found when it
     * is opened anew.
     *
     * @param reason for people, names the file
     */
    record Failed(String reason) implements Stored {}
}
