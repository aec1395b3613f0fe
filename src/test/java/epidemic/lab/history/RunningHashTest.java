package epidemic.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningHashTest {
    @Test
    void isTheHashOfTheSameStateAfterEveryEntry() {
        SplittableRandom random = new SplittableRandom(3);
        RunningHash running = new RunningHash();
        Map<String, Value> data = new HashMap<>();
        assertThat(running.text()).isEqualTo(StateHash.of(data));
        for (int version = 1; version <= 200; version++) {
            int key = random.nextInt(8);
            String value = "v" + random.nextInt(5);
            boolean appends = key % 2 == 0;
            Operation.Change change =
                    appends ? new Operation.Append("k" + key, value) : new Operation.Write("k" + key, value);
            Value before = data.getOrDefault("k" + key, Value.Sequence.EMPTY);
            data.put("k" + key, appends ? ((Value.Sequence) before).append(value) : new Value.Single(value));
            running.apply(new VersionEntry(version, new RequestId("t", version), NodeId.of("A1"), 0, List.of(change)));
            assertThat(running.text()).isEqualTo(StateHash.of(data));
            assertThat(running.version()).isEqualTo(version);
        }
    }
}
