package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients at all core nodes at once, in real time. */
class LayeredLoadTest {
    private static final int TRANSACTIONS = 1_000;
    private static final int KEYS = 5;
    private static final Pattern WRITE = Pattern.compile("\\[\"(k\\d)\",\"([^\"]+)\"\\]");

    @TempDir
    Path data;

    private final ActorTestKit kit = ActorTestKit.create(ClusterRig.QUIET);
    private final ExecutorService clients = Executors.newFixedThreadPool(3);
    private ClusterRig rig;

    private record Done(Transaction transaction, Outcome outcome) {}

    @BeforeEach
    void startNodes() {
        MapSettings settings = MapSettings.layered()
                .with("core.heartbeat-interval", Duration.ofMillis(50))
                .with("core.retry-interval", Duration.ofMillis(50))
                .with("core.ack-timeout", Duration.ofSeconds(1))
                .with("layer2.interval", Duration.ofMillis(300));
        rig = new ClusterRig(kit, data, NodeClock.system(), settings);
        await(rig::coreServes);
    }

    @AfterEach
    void stopSystem() {
        clients.shutdownNow();
        kit.shutdownTestKit();
    }

    @Test
    void threeClientsAtOnceLeaveOneOrderAndReadItsValues() throws Exception {
        List<CompletableFuture<List<Done>>> running = new ArrayList<>();
        for (int client = 0; client < 3; client++) {
            int number = client;
            running.add(CompletableFuture.supplyAsync(() -> play(number), clients));
        }
        List<Done> done = new ArrayList<>();
        for (CompletableFuture<List<Done>> client : running) {
            done.addAll(client.get(60, TimeUnit.SECONDS));
        }

        assertThat(done)
                .hasSize(3 * TRANSACTIONS)
                .allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Committed.class));
        int updates = (int)
                done.stream().filter(item -> item.transaction().isUpdate()).count();
        awaitSameLogs(updates);
        judgeReads(done);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void everyNodeMayRestartUnderLoad(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<List<Done>>> running = new ArrayList<>();
        for (int client = 0; client < 3; client++) {
            int number = client;
            running.add(CompletableFuture.supplyAsync(() -> playUntil(number, stop), clients));
        }
        List<NodeId> order = new ArrayList<>(ClusterRig.ALL);
        while (!order.isEmpty()) {
            NodeId node = order.remove(random.nextInt(order.size()));
            rig.crash(node);
            await(() -> rig.isStopped(node));
            rig.restart(node);
            await(() -> !rig.isStopped(node) && rig.coreServes());
            long version = rig.version(ClusterRig.CORE.get(0));
            await(() -> rig.version(ClusterRig.CORE.get(0)) > version + 20);
        }
        stop.set(true);
        List<Done> done = new ArrayList<>();
        for (CompletableFuture<List<Done>> client : running) {
            done.addAll(client.get(30, TimeUnit.SECONDS));
        }

        await(() -> rig.coreServes()
                && ClusterRig.CORE.stream().mapToLong(rig::version).distinct().count() == 1);
        awaitSameLogs((int) rig.version(ClusterRig.CORE.get(0)));
        Map<String, Long> versions = versionsById();
        for (Done item : done) {
            String id = item.transaction().id().toString();
            if (item.outcome() instanceof Outcome.Committed committed
                    && item.transaction().isUpdate()) {
                assertThat(versions).containsEntry(id, committed.version());
            } else if (item.outcome() instanceof Outcome.Refused) {
                assertThat(versions).doesNotContainKey(id);
            }
        }
        judgeReads(done);
    }

    private List<Done> play(int client) {
        SplittableRandom random = new SplittableRandom(client);
        List<Done> done = new ArrayList<>();
        for (int number = 0; number < TRANSACTIONS; number++) {
            done.add(execute(ClusterRig.CORE.get(client), transaction(random, client, number)));
        }
        return done;
    }

    private List<Done> playUntil(int client, AtomicBoolean stop) {
        SplittableRandom random = new SplittableRandom(client);
        List<Done> done = new ArrayList<>();
        for (int number = 0; !stop.get(); number++) {
            done.add(execute(ClusterRig.CORE.get(random.nextInt(3)), transaction(random, client, number)));
        }
        return done;
    }

    private Done execute(NodeId node, Transaction transaction) {
        Optional<ActorRef<NodeCall>> actor = rig.directory.node(node);
        if (actor.isEmpty()) {
            return new Done(transaction, new Outcome.Refused(Outcome.Reason.NOT_SERVING, "stopped"));
        }
        try {
            NodeCall.Executed executed = AskPattern.<NodeCall, NodeCall.Executed>ask(
                            actor.get(),
                            replyTo -> new NodeCall.Execute(transaction, replyTo),
                            Duration.ofSeconds(5),
                            kit.scheduler())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            return new Done(transaction, executed.outcome());
        } catch (Exception lost) {
            return new Done(transaction, new Outcome.Unknown(lost.toString()));
        }
    }

    private static Transaction transaction(SplittableRandom random, int client, int number) {
        List<Operation> operations = new ArrayList<>();
        for (int index = 0; index <= random.nextInt(3); index++) {
            String key = "k" + random.nextInt(KEYS);
            operations.add(
                    random.nextBoolean()
                            ? new Operation.Read(key)
                            : new Operation.Write(key, client + "." + number + "." + index));
        }
        return new Transaction(new RequestId("c" + client, number), 0, operations);
    }

    private void awaitSameLogs(int updates) {
        await(() -> ClusterRig.CORE.stream().allMatch(node -> rig.lines(node) == updates));
        await(() -> ClusterRig.ALL.stream()
                .filter(node -> !ClusterRig.CORE.contains(node))
                .allMatch(node -> rig.lines(node) == updates / 10 * 10));
        byte[] order = rig.log(ClusterRig.CORE.get(0));
        for (NodeId node : ClusterRig.CORE) {
            assertThat(java.util.Arrays.equals(rig.log(node), order))
                    .as("%s has the bytes of A1", node)
                    .isTrue();
        }
        rig.assertPrefixesOfA1();
    }

    private Map<String, Long> versionsById() {
        Map<String, Long> versions = new HashMap<>();
        Pattern id = Pattern.compile("\"transaction\":\"([^\"]+)\"");
        long version = 0;
        for (String line : lines()) {
            Matcher matcher = id.matcher(line);
            assertThat(matcher.find()).isTrue();
            version++;
            assertThat(versions.put(matcher.group(1), version)).as("made once").isNull();
        }
        return versions;
    }

    /** Every read saw the value that the log says for its version. */
    private void judgeReads(List<Done> done) {
        List<Map<String, String>> states = new ArrayList<>(List.of(new TreeMap<>()));
        for (String line : lines()) {
            Map<String, String> state = new TreeMap<>(states.get(states.size() - 1));
            Matcher matcher = WRITE.matcher(line);
            while (matcher.find()) {
                state.put(matcher.group(1), matcher.group(2));
            }
            states.add(state);
        }
        for (Done item : done) {
            if (item.outcome() instanceof Outcome.Committed committed) {
                boolean update = item.transaction().isUpdate();
                Map<String, String> state =
                        new TreeMap<>(states.get((int) (update ? committed.version() - 1 : committed.version())));
                int index = 0;
                for (Operation operation : item.transaction().operations()) {
                    if (operation instanceof Operation.Change change) {
                        state.put(change.key(), change.value());
                    } else {
                        ReadResult read = committed.reads().get(index++);
                        assertThat(read.value().map(Value::toString))
                                .as("%s", item)
                                .isEqualTo(Optional.ofNullable(state.get(operation.key())));
                    }
                }
            }
        }
    }

    private List<String> lines() {
        return new String(rig.log(ClusterRig.CORE.get(0)), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
