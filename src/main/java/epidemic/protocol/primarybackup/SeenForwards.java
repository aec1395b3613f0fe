package epidemic.protocol.primarybackup;

import epidemic.kernel.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which questions of other nodes a primary has taken in, so that a late copy of one that was refused is not executed. Of each
 * node the newest {@value #NUMBERS_MAX} are known; what is older counts as seen, and is asked again under a new number.
 */
final class SeenForwards {
    private static final int NUMBERS_MAX = 10_000;

    private final Map<NodeId, Seen> nodes = new LinkedHashMap<>();

    private static final class Seen {
        private final long life;
        private final TreeSet<Long> numbers = new TreeSet<>();
        private long floor;

        private Seen(long life) {
            this.life = life;
        }
    }

    /** Whether the question is new; from now on it is not. */
    boolean isNew(NodeId from, long life, long number) {
        Seen seen = nodes.get(from);
        if (seen == null || seen.life < life) {
            seen = new Seen(life);
            nodes.put(from, seen);
        }
        if (seen.life > life || number <= seen.floor || !seen.numbers.add(number)) {
            return false;
        }
        if (seen.numbers.size() > NUMBERS_MAX) {
            seen.floor = seen.numbers.pollFirst();
        }
        return true;
    }
}
