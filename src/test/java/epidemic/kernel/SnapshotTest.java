package epidemic.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static VersionEntry entry(long version, Operation.Change... writes) {
        return new VersionEntry(version, new RequestId("c", version), NodeId.of("A1"), 0, List.of(writes));
    }

    @Test
    void foldsInSteps() {
        List<VersionEntry> entries = List.of(
                entry(1, new Operation.Write("k", "1"), new Operation.Append("l", "a")),
                entry(2, new Operation.Append("l", "b")),
                entry(3, new Operation.Write("k", "2"), new Operation.Write("m", "x")));
        Snapshot whole = Snapshot.EMPTY.after(entries, 5);
        Snapshot first = Snapshot.EMPTY.after(entries.subList(0, 1), 5);

        assertThat(first.after(entries.subList(1, 3), 5)).isEqualTo(whole);
        assertThat(whole.version()).isEqualTo(3);
        assertThat(whole.changes()).isEqualTo(5);
        assertThat(whole.data()).hasToString("{k=2, l=[a, b], m=x}");
        assertThat(first.data()).hasToString("{k=1, l=[a]}");
    }

    @Test
    void remembersTheNewestClients() {
        Map<String, Long> clients = Snapshot.remembering(List.of(new Snapshot.Remembered("a", 7)));
        for (String request : List.of("b:1", "a:3", "c:2", "plain", "b:4")) {
            Snapshot.remember(clients, RequestId.parse(request), 3);
        }
        assertThat(Snapshot.listed(clients))
                .containsExactly(
                        new Snapshot.Remembered("c", 2),
                        new Snapshot.Remembered("plain", RequestId.NONE),
                        new Snapshot.Remembered("b", 4));
        Snapshot.remember(clients, RequestId.parse("c:1"), 3);
        assertThat(clients).containsEntry("c", 2L);
        assertThat(Snapshot.listed(clients).get(2).client()).isEqualTo("c");
    }

    @Test
    void refusesGaps() {
        assertThatThrownBy(() -> Snapshot.EMPTY.after(List.of(entry(2, new Operation.Write("k", "1"))), 5))
                .isInstanceOf(Invariants.Violation.class);
    }

    @Test
    void isMadeOfItsChanges() {
        TreeMap<String, Value> data = new TreeMap<>();
        data.put("k", new Value.Single("1"));
        data.put("l", Value.Sequence.EMPTY.append("a").append("b"));
        List<Operation.Change> changes = new ArrayList<>();
        data.forEach((key, value) -> changes.addAll(Snapshot.changesOf(key, value)));

        assertThat(changes).hasSize(3);
        TreeMap<String, Value> folded = new TreeMap<>();
        changes.forEach(change -> Snapshot.fold(folded, change));
        assertThat(folded).isEqualTo(data);
    }
}
