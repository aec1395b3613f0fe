package epidemic.peers.contender;

import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import java.util.ArrayList;
import java.util.List;

/** SOFA-JRaft's log in memory. It grows for as long as a turn takes: there are no snapshots. */
final class JRaftMemoryLog implements LogStorage {
    private final List<LogEntry> entries = new ArrayList<>();
    private long first = 1;

    @Override
    public boolean init(LogStorageOptions options) {
        return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public synchronized long getFirstLogIndex() {
        return first;
    }

    @Override
    public synchronized long getLastLogIndex() {
        return first + entries.size() - 1;
    }

    @Override
    public synchronized LogEntry getEntry(long index) {
        return index < first || index > getLastLogIndex() ? null : entries.get((int) (index - first));
    }

    @Override
    @Deprecated
    public long getTerm(long index) {
        LogEntry entry = getEntry(index);
        return entry == null ? 0 : entry.getId().getTerm();
    }

    @Override
    public synchronized boolean appendEntry(LogEntry entry) {
        return entries.add(entry);
    }

    @Override
    public synchronized int appendEntries(List<LogEntry> more) {
        entries.addAll(more);
        return more.size();
    }

    @Override
    public synchronized boolean truncatePrefix(long firstKept) {
        entries.subList(0, (int) Math.min(entries.size(), Math.max(0, firstKept - first)))
                .clear();
        first = Math.max(first, firstKept);
        return true;
    }

    @Override
    public synchronized boolean truncateSuffix(long lastKept) {
        entries.subList((int) Math.min(entries.size(), Math.max(0, lastKept - first + 1)), entries.size())
                .clear();
        return true;
    }

    @Override
    public synchronized boolean reset(long next) {
        entries.clear();
        first = next;
        return true;
    }
}
