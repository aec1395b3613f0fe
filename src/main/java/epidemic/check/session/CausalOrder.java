package epidemic.check.session;

import epidemic.check.history.Op;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.history.View;
import epidemic.check.transaction.Txn;
import epidemic.check.transaction.Workload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The causal order of a history: session order and reads-from, and what follows from both (Bouajjani et al. 2017,
 * section 3). Kept as a vector clock for each operation: how many operations of each session come before it.
 */
final class CausalOrder {
    /** How many numbers all clocks together may have. */
    static final long CLOCKS_MAX = 60_000_000;

    final Workload workload;
    final int sessions;
    private final int count;
    private final int[] session;
    private final int[] place;
    private final List<List<Integer>> bySession = new ArrayList<>();
    private final int[][] clocks;
    private final List<List<Integer>> after = new ArrayList<>();
    private final int[] open;

    CausalOrder(Workload workload, View view) {
        this.workload = workload;
        this.count = workload.txns.size();
        this.session = new int[count];
        this.place = new int[count];
        this.open = new int[count];
        this.clocks = new int[count][];
        Map<String, Integer> names = new HashMap<>();
        for (Op op :
                view.inSessionOrder(workload.txns.stream().map(txn -> txn.op).toList())) {
            int number = workload.numbers.get(op);
            session[number] = names.computeIfAbsent(view.session(op), any -> {
                bySession.add(new ArrayList<>());
                return bySession.size() - 1;
            });
            List<Integer> own = bySession.get(session[number]);
            own.add(number);
            place[number] = own.size();
        }
        sessions = bySession.size();
    }

    /** Whether the clocks would need too much memory. */
    boolean isTooLarge() {
        return (long) sessions * count > CLOCKS_MAX;
    }

    /** Makes the clocks; returns the operations on or behind a cycle, empty if there is none. */
    List<Integer> build() {
        for (int number = 0; number < count; number++) {
            after.add(new ArrayList<>(2));
        }
        for (List<Integer> own : bySession) {
            for (int index = 1; index < own.size(); index++) {
                edge(own.get(index - 1), own.get(index));
            }
        }
        for (int number = 0; number < count; number++) {
            for (int writer : writersRead(number)) {
                edge(writer, number);
            }
        }
        return spread();
    }

    private void edge(int from, int to) {
        if (from != to) {
            after.get(from).add(to);
            open[to]++;
        }
    }

    /** Whose changes an operation reads. */
    List<Integer> writersRead(int number) {
        List<Integer> writers = new ArrayList<>();
        for (Step step : workload.txns.get(number).op.steps()) {
            if (step instanceof Step.Read read) {
                for (String value : values(read.seen())) {
                    int writer = workload.writerNumber(read.key(), value);
                    if (writer >= 0 && writer != number && workload.isSound(read.key())) {
                        writers.add(writer);
                    }
                }
            }
        }
        return writers;
    }

    private List<Integer> spread() {
        Deque<Integer> ready = new ArrayDeque<>();
        for (int number = 0; number < count; number++) {
            clocks[number] = new int[sessions];
            if (open[number] == 0) {
                ready.add(number);
            }
        }
        while (!ready.isEmpty()) {
            int number = ready.poll();
            clocks[number][session[number]] = place[number];
            for (int next : after.get(number)) {
                for (int index = 0; index < sessions; index++) {
                    clocks[next][index] = Math.max(clocks[next][index], clocks[number][index]);
                }
                if (--open[next] == 0) {
                    ready.add(next);
                }
            }
        }
        List<Integer> left = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            if (open[number] > 0) {
                left.add(number);
            }
        }
        return left;
    }

    /** A cycle among operations that are on or behind one. */
    List<Integer> cycle(List<Integer> left) {
        Map<Integer, Integer> before = new HashMap<>();
        for (int number : left) {
            for (int next : after.get(number)) {
                if (open[next] > 0) {
                    before.put(next, number);
                }
            }
        }
        Map<Integer, Integer> seenAt = new HashMap<>();
        List<Integer> path = new ArrayList<>();
        int at = left.get(0);
        while (!seenAt.containsKey(at)) {
            seenAt.put(at, path.size());
            path.add(at);
            at = before.get(at);
        }
        List<Integer> cycle = new ArrayList<>(path.subList(seenAt.get(at), path.size()));
        java.util.Collections.reverse(cycle);
        return cycle;
    }

    /** Whether one operation comes causally before another. */
    boolean precedes(int one, int other) {
        return one != other && clocks[other][session[one]] >= place[one];
    }

    int session(int number) {
        return session[number];
    }

    /** An operation's place in its session, from 1. */
    int place(int number) {
        return place[number];
    }

    List<List<Integer>> bySession() {
        return bySession;
    }

    Txn txn(int number) {
        return workload.txns.get(number);
    }

    static List<String> values(Seen seen) {
        if (seen instanceof Seen.Many many) {
            return many.values();
        }
        return seen instanceof Seen.One one ? List.of(one.value()) : List.of();
    }

    /** Whether what was read at a key must be older than a value: it is nil, lacks it, or was overwritten by it. */
    boolean isOlder(String key, Seen seen, String value) {
        List<String> values = values(seen);
        if (workload.lists.contains(key) || values.isEmpty()) {
            return !values.contains(value);
        }
        int shown = workload.writerNumber(key, values.get(0));
        int other = workload.writerNumber(key, value);
        return shown >= 0 && other >= 0 && precedes(shown, other);
    }
}
