package epidemic.protocol.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.VersionEntry;
import java.util.List;

/** What a node writes to its journal. */
sealed interface PrimaryBackupRecord extends Message {
    /** It takes part in no epoch below this one any more. */
    record Promised(long epoch) implements PrimaryBackupRecord {}

    /**
     * What it holds is that of an epoch's primary from now on; what it held before is void.
     *
     * @param epoch the epoch, 0 for none
     * @param lineage where the versions of its log come from; spans may begin behind its newest version
     * @param isMember whether its word counts
     */
    record Joined(long epoch, List<Span> lineage, boolean isMember) implements PrimaryBackupRecord {
        /** Copies the lineage. */
        public Joined {
            lineage = List.copyOf(lineage);
        }
    }

    /** It holds updates that are not in its version log yet. */
    record Held(List<VersionEntry> entries) implements PrimaryBackupRecord {
        /** Copies the entries. */
        public Held {
            entries = List.copyOf(entries);
        }
    }
}
