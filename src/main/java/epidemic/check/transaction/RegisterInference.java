package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import epidemic.check.history.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dependencies at registers with unique values (Elle, section 4.2.1 and 5.2). That one version comes before another is
 * known of nil and every other; of what a transaction reads and what it then writes; and, where real time counts, of
 * writes that do not overlap and of a write that ended before a read began that shows another.
 */
final class RegisterInference {
    private static final String NIL = "";

    private final Workload workload;
    private final Graph graph;
    private final boolean realtime;
    private final Map<String, Key> keys = new HashMap<>();

    /** What is known of one key. */
    private static final class Key {
        final List<Integer> writers = new ArrayList<>();
        final Map<String, List<Integer>> readers = new HashMap<>();
        /** Pairs of versions, the earlier first. */
        final Map<String, Set<String>> pairs = new HashMap<>();
    }

    RegisterInference(Workload workload, Graph graph, boolean realtime) {
        this.workload = workload;
        this.graph = graph;
        this.realtime = realtime;
    }

    void run() {
        for (int number = 0; number < workload.txns.size(); number++) {
            scan(number);
        }
        for (String name : workload.registers) {
            Key key = keys.get(name);
            if (key != null) {
                key.writers.sort(
                        Comparator.comparingInt(writer -> op(writer).invoked().index()));
                if (realtime) {
                    forwards(name, key);
                    backwards(name, key);
                } else {
                    initial(name, key);
                }
                emit(name, key);
            }
        }
    }

    private Op op(int number) {
        return workload.txns.get(number).op;
    }

    private void scan(int number) {
        workload.txns.get(number).touches.forEach((name, touch) -> {
            if (!workload.registers.contains(name) || !workload.isSound(name)) {
                return;
            }
            Key key = keys.computeIfAbsent(name, any -> new Key());
            if (!touch.changes.isEmpty()) {
                key.writers.add(number);
            }
            touch.external.ifPresent(seen -> {
                String value = seen instanceof Seen.One one ? one.value() : NIL;
                key.readers.computeIfAbsent(value, any -> new ArrayList<>()).add(number);
                if (!touch.changes.isEmpty()) {
                    pair(key, value, touch.changes.get(touch.changes.size() - 1));
                }
            });
        });
    }

    private static void pair(Key key, String earlier, String later) {
        if (!earlier.equals(later)) {
            key.pairs.computeIfAbsent(earlier, any -> new HashSet<>()).add(later);
        }
    }

    /** What a transaction left at a key. */
    private String last(int writer, String name) {
        List<String> changes = workload.txns.get(writer).touches.get(name).changes;
        return changes.get(changes.size() - 1);
    }

    /** After each version, the first of the writes that begin when it has ended; the others follow by real time. */
    private void forwards(String name, Key key) {
        next(name, key, NIL, -1);
        for (int writer : key.writers) {
            next(name, key, last(writer, name), op(writer).end());
        }
    }

    private void next(String name, Key key, String value, int ended) {
        int low = 0;
        int high = key.writers.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (op(key.writers.get(middle)).invoked().index() > ended) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int firstEnd = Moment.NEVER.index();
        for (int at = low; at < key.writers.size(); at++) {
            Op later = op(key.writers.get(at));
            if (later.invoked().index() > firstEnd) {
                return;
            }
            firstEnd = Math.min(firstEnd, later.end());
            pair(key, value, last(key.writers.get(at), name));
        }
    }

    /** Before what a read shows, the last of the other writes that ended before it began. */
    private void backwards(String name, Key key) {
        List<Integer> byEnd = new ArrayList<>(key.writers);
        byEnd.sort(Comparator.comparingInt(writer -> op(writer).end()));
        int[] latestBegin = new int[byEnd.size() + 1];
        latestBegin[0] = -1;
        for (int at = 0; at < byEnd.size(); at++) {
            latestBegin[at + 1] =
                    Math.max(latestBegin[at], op(byEnd.get(at)).invoked().index());
        }
        key.readers.forEach((value, readers) -> {
            if (value.equals(NIL)) {
                return;
            }
            for (int reader : readers) {
                int count = countBefore(byEnd, op(reader).invoked().index());
                for (int at = count - 1; at >= 0; at--) {
                    int writer = byEnd.get(at);
                    if (op(writer).end() < latestBegin[count]) {
                        break;
                    }
                    pair(key, last(writer, name), value);
                }
            }
        });
    }

    private int countBefore(List<Integer> byEnd, int index) {
        int low = 0;
        int high = byEnd.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (op(byEnd.get(middle)).end() < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void initial(String name, Key key) {
        List<Integer> readers = key.readers.getOrDefault(NIL, List.of());
        if (readers.isEmpty() || key.writers.isEmpty()) {
            return;
        }
        // The reader itself may be among the writers; so the junction is passed over where that makes a loop.
        boolean loop = readers.stream().anyMatch(key.writers::contains);
        if (loop) {
            for (int writer : key.writers) {
                pair(key, NIL, last(writer, name));
            }
            return;
        }
        int junction = graph.junction();
        readers.forEach(reader -> graph.add(reader, junction, Graph.RW, name, "nil", ""));
        key.writers.forEach(writer -> graph.add(junction, writer, Graph.FREE, name, "", last(writer, name)));
    }

    private void emit(String name, Key key) {
        key.readers.forEach((value, readers) -> {
            int writer = value.equals(NIL) ? -1 : workload.writerNumber(name, value);
            if (writer >= 0) {
                readers.forEach(reader -> graph.add(writer, reader, Graph.WR, name, value, value));
            }
        });
        key.pairs.forEach((earlier, all) -> {
            for (String later : all) {
                int target = workload.writerNumber(name, later);
                int source = earlier.equals(NIL) ? -1 : workload.writerNumber(name, earlier);
                if (target < 0) {
                    continue;
                }
                if (source >= 0) {
                    graph.add(source, target, Graph.WW, name, earlier, later);
                }
                String shown = earlier.equals(NIL) ? "nil" : earlier;
                key.readers
                        .getOrDefault(earlier, List.of())
                        .forEach(reader -> graph.add(reader, target, Graph.RW, name, shown, later));
            }
        });
    }
}
