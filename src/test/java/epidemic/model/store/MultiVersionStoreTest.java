package epidemic.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Invariants;
import epidemic.kernel.Operation;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiVersionStoreTest {
    private final MultiVersionStore store = new MultiVersionStore();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatANaiveCopyOfEveryVersionHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TreeMap<String, List<String>>> naive = new ArrayList<>(List.of(new TreeMap<>()));
        List<List<Operation.Change>> installed = new ArrayList<>(List.of(List.of()));
        int oldest = 0;
        for (int version = 1; version <= 200; version++) {
            List<Operation.Change> changes = randomChanges(random, version);
            installed.add(changes);
            naive.add(after(naive.get(version - 1), changes));
            store.install(version, changes);
            if (random.nextInt(4) == 0) {
                int newOldest = oldest + random.nextInt(version - oldest + 1);
                int leaving = installed.subList(oldest + 1, newOldest + 1).stream()
                        .mapToInt(List::size)
                        .sum();
                assertThat(store.forgetBefore(newOldest)).isEqualTo(leaving);
                oldest = newOldest;
            }
            int readAt = oldest + random.nextInt(version - oldest + 1);
            assertThat(plain(store.dataAt(readAt)))
                    .as("seed %s version %s", seed, readAt)
                    .isEqualTo(naive.get(readAt));
            for (int key = 0; key < 6; key++) {
                String name = (key < 3 ? "w" : "a") + key;
                assertThat(store.readAt(name, readAt).map(MultiVersionStoreTest::plain))
                        .as("seed %s key %s version %s", seed, name, readAt)
                        .isEqualTo(Optional.ofNullable(naive.get(readAt).get(name)));
            }
            assertThat(store.oldestReadable()).isEqualTo(oldest);
        }
    }

    @Test
    void versionsOutsideTheWindowCannotBeRead() {
        store.install(1, List.of(new Operation.Write("k", "1")));
        store.install(2, List.of(new Operation.Write("k", "2")));
        store.forgetBefore(1);

        assertThatThrownBy(() -> store.readAt("k", 0)).hasMessage("version 0 is not held: 1 to 2 are");
        assertThatThrownBy(() -> store.dataAt(3)).hasMessage("version 3 is not held: 1 to 2 are");
        assertThat(store.readAt("k", 1)).contains(new Value.Single("1"));
    }

    @Test
    void aKeyKeepsItsKind() {
        store.install(1, List.of(new Operation.Write("single", "1"), new Operation.Append("list", "1")));

        assertThat(store.mismatch(List.of(new Operation.Append("single", "2"))))
                .contains("key single holds a single value: only writes are allowed");
        assertThat(store.mismatch(List.of(new Operation.Write("list", "2"))))
                .contains("key list holds a list: only appends are allowed");
        assertThat(store.mismatch(List.of(new Operation.Write("new", "1"), new Operation.Append("new", "2"))))
                .isPresent();
        assertThat(store.mismatch(List.of(new Operation.Write("single", "2"), new Operation.Append("list", "2"))))
                .isEmpty();
    }

    @Test
    void aGapBetweenVersionsIsABrokenInvariant() {
        assertThatThrownBy(() -> store.install(2, List.of(new Operation.Write("k", "1"))))
                .isInstanceOf(Invariants.Violation.class);
    }

    private static List<Operation.Change> randomChanges(SplittableRandom random, int version) {
        List<Operation.Change> changes = new ArrayList<>();
        for (int index = 0; index <= random.nextInt(3); index++) {
            int key = random.nextInt(6);
            String value = version + "." + index;
            changes.add(key < 3 ? new Operation.Write("w" + key, value) : new Operation.Append("a" + key, value));
        }
        return changes;
    }

    private static TreeMap<String, List<String>> after(
            Map<String, List<String>> before, List<Operation.Change> changes) {
        TreeMap<String, List<String>> data = new TreeMap<>(before);
        for (Operation.Change change : changes) {
            List<String> value = new ArrayList<>();
            if (change instanceof Operation.Append) {
                value.addAll(data.getOrDefault(change.key(), List.of()));
            }
            value.add(change.value());
            data.put(change.key(), value);
        }
        return data;
    }

    private static TreeMap<String, List<String>> plain(Map<String, Value> data) {
        TreeMap<String, List<String>> plain = new TreeMap<>();
        data.forEach((key, value) -> plain.put(key, plain(value)));
        return plain;
    }

    private static List<String> plain(Value value) {
        return value instanceof Value.Sequence list ? list.items() : List.of(value.toString());
    }
}
