package epidemic.replay;

import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node's version log at one moment. Immutable; a log shares everything with the one it grew out of, so keeping the log
 * of every moment costs O(1) for each version that was ever appended.
 */
public final class RecordedLog {
    /** The log without versions. */
    public static final RecordedLog EMPTY = new RecordedLog();

    private final Optional<VersionEntry> last;
    private final RecordedLog beginning;
    private final long length;

    private RecordedLog() {
        this.last = Optional.empty();
        this.beginning = this;
        this.length = 0;
    }

    private RecordedLog(RecordedLog beginning, VersionEntry last) {
        this.last = Optional.of(last);
        this.beginning = beginning;
        this.length = beginning.length + 1;
    }

    /** This log and one more version. */
    public RecordedLog append(VersionEntry entry) {
        return new RecordedLog(this, entry);
    }

    /** The first versions of this log. O(versions that are left out). */
    public RecordedLog cutTo(long versions) {
        RecordedLog log = this;
        while (log.length > versions) {
            log = log.beginning;
        }
        return log;
    }

    /** The number of its versions. */
    public long length() {
        return length;
    }

    /** Whether this log is the other one, or grew out of it. */
    public boolean grewOutOf(RecordedLog other) {
        return cutTo(other.length) == other;
    }

    /**
     * A piece of the log. O(versions behind the first one wanted).
     *
     * @param afterVersion the version before the first one wanted
     * @param limit at most so many
     */
    public List<VersionEntry> entries(long afterVersion, int limit) {
        List<VersionEntry> entries = new ArrayList<>();
        long until = limit > length - afterVersion ? length : afterVersion + limit;
        for (RecordedLog log = cutTo(until); log.length > afterVersion; log = log.beginning) {
            entries.add(log.last.orElseThrow());
        }
        Collections.reverse(entries);
        return entries;
    }

    /** The data at a version, keys in order: what the log's writes make up to there. O(version). */
    public SortedMap<String, Value> dataAt(long version) {
        SortedMap<String, Value> data = new TreeMap<>();
        for (VersionEntry entry : entries(0, (int) Math.min(version, Integer.MAX_VALUE))) {
            for (Operation.Change change : entry.writes()) {
                data.put(change.key(), changed(data, change));
            }
        }
        return data;
    }

    private static Value changed(SortedMap<String, Value> data, Operation.Change change) {
        if (change instanceof Operation.Append append) {
            Value.Sequence list = data.get(append.key()) instanceof Value.Sequence held ? held : Value.Sequence.EMPTY;
            return list.append(append.value());
        }
        return new Value.Single(change.value());
    }

    /** The version that a request created, if it is in the log. O(length). */
    public Optional<Long> versionOf(RequestId transaction) {
        for (RecordedLog log = this; log.length > 0; log = log.beginning) {
            if (log.last.orElseThrow().transaction().equals(transaction)) {
                return Optional.of(log.length);
            }
        }
        return Optional.empty();
    }
}
