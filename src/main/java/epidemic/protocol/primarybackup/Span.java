package epidemic.protocol.primarybackup;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the versions of an epoch begin in a log. The spans of a log, its lineage, tell which epochs have made it; so two
 * logs can be compared without looking at what is in them.
 *
 * <p>Literature: Apache Kafka, KIP-101 (leader epochs in place of high watermarks when logs are truncated).
 *
 * @param epoch 1 or more
 * @param start the version before the first of the epoch, 0 or more
 */
public record Span(long epoch, long start) {
    /** So many spans of a log are known; of older ones nobody can tell. */
    static final int SPANS_MAX = 1_000;

    /** A lineage that goes on with an epoch; epochs without a version are left out. */
    static List<Span> plus(List<Span> lineage, Span next) {
        List<Span> longer = new ArrayList<>(lineage);
        longer.removeIf(span -> span.start() >= next.start());
        longer.add(next);
        return longer.size() > SPANS_MAX ? longer.subList(1, longer.size()) : longer;
    }

    /**
     * How many of a log's first versions another log has, too.
     *
     * @param version the newest version of the log
     * @param own its lineage
     * @param theirs the lineage of a log that is longer, or will be
     */
    static long common(long version, List<Span> own, List<Span> theirs) {
        for (int index = theirs.size() - 1; index >= 0; index--) {
            int place = own.indexOf(theirs.get(index));
            if (place >= 0) {
                long ownEnd = endOf(place, own, version);
                return Math.min(version, Math.min(ownEnd, endOf(index, theirs, Long.MAX_VALUE)));
            }
        }
        return 0;
    }

    private static long endOf(int index, List<Span> lineage, long last) {
        return index + 1 < lineage.size() ? lineage.get(index + 1).start() : last;
    }
}
