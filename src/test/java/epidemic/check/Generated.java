package epidemic.check;

import epidemic.check.history.History;
import epidemic.check.history.NodeChange;
import epidemic.check.history.Op;
import epidemic.check.history.Op.Label;
import epidemic.check.history.Op.Moment;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.RunFacts;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A good run of a store with a core and two lazy layers, made by executing transactions one after the other at moments
 * within their intervals. A millisecond passes with each transaction.
 */
final class Generated {
    static final int CLIENTS = 20;
    private static final int APPENDS_MAX = 48;
    private static final int KEYS = 10;
    private static final long MILLI = 1_000_000;
    private static final int BATCH = 10;
    private static final long PERIOD_MILLIS = 500;
    private static final String[] NODES = {"A1", "A2", "A3", "B1", "B2", "C1", "C2"};
    private static final int[] LAYERS = {0, 0, 0, 1, 1, 2, 2};

    final List<Op> operations = new ArrayList<>();
    final List<NodeChange> changes = new ArrayList<>();
    private final Random random;
    private final boolean lists;
    private final List<Map<String, Seen>> states = new ArrayList<>(List.of(new HashMap<>()));
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Long> reads = new HashMap<>();
    private final int[] writes = new int[KEYS];
    private int nextKey = KEYS;
    private final int[] keys = new int[KEYS];
    private int nextValue = 1;
    private final long[] clientFree = new long[CLIENTS];
    private final long[] process = new long[CLIENTS];
    private final List<String> logged = new ArrayList<>();

    private Generated(long seed, boolean lists) {
        this.random = new Random(seed);
        this.lists = lists;
        for (int slot = 0; slot < KEYS; slot++) {
            keys[slot] = slot;
        }
        for (int client = 0; client < CLIENTS; client++) {
            process[client] = client;
        }
    }

    /** A run of some transactions and the final reads. */
    static RunRecord run(long seed, int count, boolean lists) {
        Generated generated = new Generated(seed, lists);
        for (int number = 0; number < count; number++) {
            generated.transaction(number);
        }
        generated.finish(count);
        return generated.record(generated.operations);
    }

    /** Numbers the lines anew, in the order of their times; for runs with planted anomalies too. */
    RunRecord record(List<Op> ops) {
        return new RunRecord(
                indexed(ops),
                changes,
                new RunFacts(
                        layers(),
                        Map.of("B1", "A2", "B2", "A3", "C1", "B2", "C2", "B2"),
                        OptionalInt.of(BATCH),
                        OptionalLong.of(PERIOD_MILLIS * MILLI),
                        OptionalLong.of(MILLI)));
    }

    private static Map<String, Integer> layers() {
        Map<String, Integer> layers = new HashMap<>();
        for (int node = 0; node < NODES.length; node++) {
            layers.put(NODES[node], LAYERS[node]);
        }
        return layers;
    }

    private static History indexed(List<Op> ops) {
        record Event(long nanos, int op, boolean begin) {}
        List<Event> events = new ArrayList<>();
        List<Op> sorted = new ArrayList<>(ops);
        sorted.sort(Comparator.comparingLong(op -> op.invoked().nanos()));
        for (int number = 0; number < sorted.size(); number++) {
            events.add(new Event(sorted.get(number).invoked().nanos(), number, true));
            events.add(new Event(sorted.get(number).completed().nanos(), number, false));
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        int[][] places = new int[sorted.size()][2];
        for (int index = 0; index < events.size(); index++) {
            places[events.get(index).op()][events.get(index).begin() ? 0 : 1] = index;
        }
        List<Op> numbered = new ArrayList<>();
        for (int number = 0; number < sorted.size(); number++) {
            Op op = sorted.get(number);
            numbered.add(new Op(
                    number,
                    op.process(),
                    op.function(),
                    new Moment(places[number][0], op.invoked().nanos()),
                    new Moment(places[number][1], op.completed().nanos()),
                    op.outcome(),
                    op.steps(),
                    op.label()));
        }
        return new History(numbered, List.of(), events.size());
    }

    private void transaction(int number) {
        long now = (number + 100L) * MILLI;
        int client = random.nextInt(CLIENTS);
        while (clientFree[client] >= now - MILLI / 2) {
            client = (client + 1) % CLIENTS;
        }
        long begin = Math.max(clientFree[client] + 1, now - random.nextInt((int) (8 * MILLI)) - 1);
        long end = now + random.nextInt((int) (8 * MILLI)) + 1;
        clientFree[client] = end;
        propagate(now);
        boolean update = random.nextBoolean();
        int node = update ? random.nextInt(3) : random.nextInt(NODES.length);
        execute(process[client], "txn", begin, end, node, update, "t" + number);
        if (operations.get(operations.size() - 1).outcome() == Outcome.INFO) {
            process[client] += CLIENTS;
        }
    }

    private void propagate(long now) {
        int newest = states.size() - 1;
        install("B1", newest / BATCH * BATCH, now, "batch");
        install("B2", newest / BATCH * BATCH, now, "batch");
        if (now / MILLI % PERIOD_MILLIS == 0) {
            install("C1", versions.getOrDefault("B2", 0), now, "timer");
            install("C2", versions.getOrDefault("B2", 0), now, "timer");
        }
    }

    private void install(String node, int version, long now, String cause) {
        int from = versions.getOrDefault(node, 0);
        if (version > from) {
            versions.put(node, version);
            changes.add(new NodeChange(
                    node, now, version, cause, logged.subList(from, version), "h" + version, changes.size() + 1));
        }
    }

    private void execute(long client, String function, long begin, long end, int node, boolean update, String tx) {
        int version = LAYERS[node] == 0 ? states.size() - 1 : versions.getOrDefault(NODES[node], 0);
        Map<String, Seen> before = states.get(version);
        Map<String, Seen> after = update ? new HashMap<>(before) : before;
        List<Step> steps = new ArrayList<>();
        boolean changed = false;
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int slot = random.nextInt(KEYS);
            String key = Integer.toString(keys[slot]);
            if (update && (random.nextBoolean() || count == 1 && !changed)) {
                change(steps, after, slot, key);
                changed = true;
            } else {
                steps.add(new Step.Read(key, after.getOrDefault(key, Seen.NOTHING)));
            }
        }
        int done = version;
        if (update) {
            states.add(after);
            logged.add(tx);
            done = states.size() - 1;
            changes.add(new NodeChange(
                    NODES[node], (begin + end) / 2, done, "commit", List.of(), "h" + done, changes.size() + 1));
        }
        boolean unknown = update && random.nextInt(200) == 0;
        add(client, function, begin, end, node, unknown, steps, tx, done, !update);
    }

    private void change(List<Step> steps, Map<String, Seen> after, int slot, String key) {
        String value = Integer.toString(nextValue++);
        if (lists) {
            List<String> values =
                    new ArrayList<>(after.get(key) instanceof Seen.Many many ? many.values() : List.<String>of());
            values.add(value);
            after.put(key, new Seen.Many(values));
            steps.add(new Step.Append(key, value));
        } else {
            after.put(key, new Seen.One(value));
            steps.add(new Step.Write(key, value));
        }
        if (++writes[slot] == APPENDS_MAX) {
            writes[slot] = 0;
            keys[slot] = nextKey++;
        }
    }

    private void add(
            long client,
            String function,
            long begin,
            long end,
            int node,
            boolean unknown,
            List<Step> steps,
            String tx,
            long version,
            boolean read) {
        List<Step> told = new ArrayList<>();
        for (Step step : steps) {
            told.add(unknown && step instanceof Step.Read one ? new Step.Read(one.key(), Seen.UNKNOWN) : step);
        }
        long nseq = read ? reads.merge(NODES[node], 1L, Long::sum) : Label.NONE;
        operations.add(new Op(
                operations.size(),
                client,
                function,
                new Moment(0, begin),
                new Moment(0, end),
                unknown ? Outcome.INFO : Outcome.OK,
                told,
                new Label(
                        NODES[node],
                        LAYERS[node],
                        tx,
                        unknown ? Label.NONE : version,
                        unknown ? Label.NONE : nseq,
                        "")));
    }

    private void finish(int count) {
        long now = (count + 200L) * MILLI;
        int newest = states.size() - 1;
        List<String> all = new ArrayList<>(states.get(newest).keySet());
        all.sort(String::compareTo);
        for (int node = 0; node < NODES.length; node++) {
            install(NODES[node], LAYERS[node] == 0 ? 0 : newest, now, "flush");
            List<Step> steps = new ArrayList<>();
            all.forEach(key -> steps.add(new Step.Read(key, states.get(newest).get(key))));
            add(1_000_000 + node, "final", now + 10, now + 20, node, false, steps, "f" + node, newest, true);
        }
    }
}
