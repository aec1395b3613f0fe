package epidemic.check;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.history.History;
import epidemic.check.history.Op;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Verdict.Ruling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judges against all permutations, on thousands of small random histories, good and bad. */
class BruteForceTest {
    private static final int RUNS = 4_000;

    @ParameterizedTest
    @CsvSource({
        "linearizable, true, 1",
        "linearizable, false, 1",
        "serializable, true, 2",
        "serializable, false, 2",
        "strict-serializable, true, 2",
        "strict-serializable, false, 2"
    })
    void agreesWithAllPermutations(String guarantee, boolean lists, int keys) {
        int[] count = new int[2];
        for (int seed = 0; seed < RUNS; seed++) {
            History history = random(new Random(seed), lists, keys);
            boolean good = exists(history.operations(), !guarantee.equals("serializable"));
            count[good ? 1 : 0]++;
            assertThat(Histories.judge(guarantee, history).ruling())
                    .as("seed %s: %s", seed, history.operations())
                    .isEqualTo(good ? Ruling.HOLDS : Ruling.VIOLATED);
        }
        assertThat(count[0]).isGreaterThan(RUNS / 20);
        assertThat(count[1]).isGreaterThan(RUNS / 20);
    }

    /** Three clients; what is read is mostly what was there, sometimes something else. */
    private static History random(Random random, boolean lists, int keys) {
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> written = new HashMap<>();
        String[] open = new String[3];
        String[] told = new String[3];
        int[] process = {0, 1, 2};
        int value = 1;
        int begun = 0;
        while (lines.size() < 14) {
            int client = random.nextInt(3);
            if (open[client] == null && begun < 6) {
                begun++;
                StringBuilder asked = new StringBuilder();
                StringBuilder answer = new StringBuilder();
                for (int step = 0; step < (keys == 1 ? 1 : 1 + random.nextInt(2)); step++) {
                    String key = "k" + random.nextInt(keys);
                    List<String> values = written.computeIfAbsent(key, any -> new ArrayList<>());
                    if (random.nextBoolean()) {
                        asked.append("[:r " + key + " nil]");
                        answer.append("[:r " + key + " " + seen(random, values, lists) + "]");
                    } else {
                        String change = (lists ? "[:append " : "[:w ") + key + " " + value + "]";
                        values.add(Integer.toString(value++));
                        asked.append(change);
                        answer.append(change);
                    }
                }
                open[client] = asked.toString();
                told[client] = answer.toString();
                lines.add(process[client] + " invoke " + asked);
            } else if (open[client] != null) {
                int outcome = random.nextInt(12);
                String type = outcome == 0 ? "info" : outcome == 1 ? "fail" : "ok";
                lines.add(process[client] + " " + type + " " + (outcome < 2 ? open[client] : told[client]));
                process[client] += outcome == 0 ? 3 : 0;
                open[client] = null;
            } else if (begun == 6 && open[0] == null && open[1] == null && open[2] == null) {
                break;
            }
        }
        return Histories.of(lines.toArray(new String[0]));
    }

    private static String seen(Random random, List<String> values, boolean lists) {
        int length = Math.max(0, values.size() - (random.nextInt(3) == 0 ? random.nextInt(3) : 0));
        if (length == 0) {
            return "nil";
        }
        return lists ? "[" + String.join(" ", values.subList(0, length)) + "]" : values.get(length - 1);
    }

    private static boolean exists(List<Op> all, boolean realtime) {
        List<Op> possible = new ArrayList<>();
        all.stream().filter(op -> op.outcome() != Outcome.FAIL).forEach(possible::add);
        return exists(possible, new ArrayList<>(), new HashMap<>(), realtime);
    }

    private static boolean exists(List<Op> left, List<Op> done, Map<String, Seen> state, boolean realtime) {
        if (left.stream().noneMatch(Op::isOk)) {
            return true;
        }
        for (Op next : left) {
            boolean first = !realtime || left.stream().noneMatch(other -> other.isOk() && other.isBefore(next));
            Map<String, Seen> after = new HashMap<>(state);
            if (first && executes(next, after)) {
                List<Op> rest = new ArrayList<>(left);
                rest.remove(next);
                if (exists(rest, done, after, realtime)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean executes(Op op, Map<String, Seen> state) {
        for (Step step : op.steps()) {
            Seen current = state.getOrDefault(step.key(), Seen.NOTHING);
            if (step instanceof Step.Read read) {
                if (op.isOk() && !read.seen().equals(current)) {
                    return false;
                }
            } else if (step instanceof Step.Append append) {
                List<String> values = new ArrayList<>(current instanceof Seen.Many many ? many.values() : List.of());
                values.add(append.value());
                state.put(step.key(), new Seen.Many(values));
            } else if (step instanceof Step.Write write) {
                state.put(step.key(), new Seen.One(write.value()));
            }
        }
        return true;
    }
}
