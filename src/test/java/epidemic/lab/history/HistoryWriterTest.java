package epidemic.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Line by line what history-format promises to those who read it. */
class HistoryWriterTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId B1 = NodeId.of("B1");
    private static final Transaction UPDATE = new Transaction(
            new RequestId("t1", RequestId.NONE),
            0,
            List.of(new Operation.Read("12"), new Operation.Append("49", "7"), new Operation.Read("name")));

    @TempDir
    private Path directory;

    private static RunMeta meta() {
        Map<NodeId, Integer> layers = new LinkedHashMap<>();
        layers.put(A1, 0);
        layers.put(B1, 1);
        Map<NodeId, NodeId> feeds = new LinkedHashMap<>();
        feeds.put(B1, A1);
        return new RunMeta("append", 7, "driver-monotonic-ns", layers, feeds, 10, 10_000_000_000L, 20_000_000);
    }

    private static HistoryEvent event(
            long time,
            HistoryEvent.Type type,
            List<MicroOperation> steps,
            Optional<Long> version,
            Optional<String> error) {
        return new HistoryEvent(
                time,
                2,
                type,
                HistoryEvent.TRANSACTION,
                steps,
                A1,
                0,
                "t1",
                version,
                Optional.empty(),
                Optional.empty(),
                error);
    }

    private void write() throws IOException {
        Value.Sequence list = Value.Sequence.EMPTY.append("3").append("4");
        List<ReadResult> reads =
                List.of(new ReadResult("12", Optional.of(list)), new ReadResult("name", Optional.empty()));
        try (HistoryWriter writer = HistoryWriter.in(directory, meta())) {
            writer.event(event(
                    529, HistoryEvent.Type.INVOKE, MicroOperation.asked(UPDATE), Optional.empty(), Optional.empty()));
            writer.fault(600, "partition", "A1 \"cut\" off");
            writer.event(event(
                    4729,
                    HistoryEvent.Type.OK,
                    MicroOperation.told(UPDATE, reads),
                    Optional.of(41L),
                    Optional.empty()));
            writer.event(event(
                    5000, HistoryEvent.Type.INFO, MicroOperation.asked(UPDATE), Optional.empty(), Optional.of("lost")));
            writer.change(new StateChange(B1, 812, 120, "batch", Optional.of(A1), List.of("t301", "t305"), "9c0d"));
        }
    }

    @Test
    void writesJsonLinesWithDenseIndexes() throws IOException {
        write();
        assertThat(Files.readAllLines(directory.resolve("history.jsonl")))
                .containsExactly(
                        "{\"index\":0,\"time\":529,\"process\":2,\"type\":\"invoke\",\"f\":\"txn\",\"value\":[[\"r\",12,null],"
                                + "[\"append\",49,7],[\"r\",\"name\",null]],\"node\":\"A1\",\"layer\":0,\"tx\":\"t1\"}",
                        "{\"index\":1,\"time\":600,\"process\":\"nemesis\",\"type\":\"info\",\"f\":\"partition\",\"value\":"
                                + "\"A1 \\\"cut\\\" off\"}",
                        "{\"index\":2,\"time\":4729,\"process\":2,\"type\":\"ok\",\"f\":\"txn\",\"value\":[[\"r\",12,[3,4]],"
                                + "[\"append\",49,7],[\"r\",\"name\",null]],\"node\":\"A1\",\"layer\":0,\"tx\":\"t1\",\"version\":41}",
                        "{\"index\":3,\"time\":5000,\"process\":2,\"type\":\"info\",\"f\":\"txn\",\"value\":[[\"r\",12,null],"
                                + "[\"append\",49,7],[\"r\",\"name\",null]],\"node\":\"A1\",\"layer\":0,\"tx\":\"t1\",\"error\":\"lost\"}");
    }

    @Test
    void writesTheSameAsEdn() throws IOException {
        write();
        assertThat(Files.readAllLines(directory.resolve("history.edn")).get(2))
                .isEqualTo(
                        "{:index 2, :time 4729, :process 2, :type :ok, :f :txn, :value [[:r 12 [3 4]] [:append 49 7] "
                                + "[:r \"name\" nil]], :node \"A1\", :layer 0, :tx \"t1\", :version 41}");
        assertThat(Files.readAllLines(directory.resolve("history.edn")).get(1))
                .contains(":process :nemesis", ":f :partition");
    }

    @Test
    void writesObservationsAndMeta() throws IOException {
        write();
        assertThat(directory.resolve("observations.jsonl"))
                .hasContent("{\"node\":\"B1\",\"time\":812,\"version\":120,\"cause\":\"batch\",\"from\":\"A1\","
                        + "\"txs\":[\"t301\",\"t305\"],\"hash\":\"9c0d\"}");
        assertThat(directory.resolve("meta.json"))
                .hasContent("{\"format\":1,\"mode\":\"append\",\"seed\":7,\"clock\":\"driver-monotonic-ns\",\"nodes\":"
                        + "{\"A1\":0,\"B1\":1},\"feeds\":{\"B1\":\"A1\"},\"batch\":10,\"period_ns\":10000000000,"
                        + "\"grace_ns\":20000000}");
    }

    @Test
    void aFileOfAnyNameHasItsCompanionsBesideIt() throws IOException {
        try (HistoryWriter writer = HistoryWriter.at(directory.resolve("run.edn"), meta())) {
            writer.fault(1, "heal", "");
        }
        assertThat(directory).isDirectoryContaining("glob:**/run.jsonl").isDirectoryContaining("glob:**/run.meta.json");
    }

    @Test
    void statesHashByContentOnly() {
        Map<String, Value> one = new LinkedHashMap<>();
        one.put("a", new Value.Single("1"));
        one.put("b", Value.Sequence.EMPTY.append("x").append("y"));
        Map<String, Value> other = new TreeMap<>(one);
        assertThat(StateHash.of(one)).isEqualTo(StateHash.of(other)).hasSize(16);
        other.put("b", Value.Sequence.EMPTY.append("xy"));
        assertThat(StateHash.of(one)).isNotEqualTo(StateHash.of(other));
    }
}
