package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.SeededCluster;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The seven nodes under loss, repetition, reordering, cut links, pauses, crashes and restarts, judged by what their
 * clients saw.
 */
class LayeredFaultsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int CLIENTS = 5;
    private static final int KEYS = 5;
    private static final int SEEDS_PER_BLOCK = 100;

    private static final List<NodeId> LAZY =
            List.of(NodeId.of("B1"), NodeId.of("B2"), NodeId.of("C1"), NodeId.of("C2"));

    private record Operated(long invoked, long completed, NodeId node, Transaction transaction, Outcome outcome) {}

    /** One run: its cluster, its clients, what they saw. */
    private static final class Run {
        private final SplittableRandom random;
        private final SeededCluster cluster;
        private final List<Operated> history = new ArrayList<>();
        private final List<Transaction> issued = new ArrayList<>();
        private boolean chaos = true;
        private final boolean retries;
        private final Set<RequestId> sent = new HashSet<>();
        private final Set<RequestId> sentAgain = new HashSet<>();
        private int requests;

        private Run(long seed) {
            random = new SplittableRandom(seed);
            retries = seed % 2 == 0;
            cluster = new SeededCluster(
                    seed,
                    new LayeredStrategy(),
                    MapSettings.layered()
                            .with("layer2.interval", Duration.ofSeconds(3))
                            .with("propagation-max-versions", 7L)
                            .with("core.max-in-flight", 16L)
                            .with("history-window", retries ? 100_000L : 100L));
            cluster.diskNanos = seed % 5 == 0 ? random.nextLong(SECOND / 20) : SECOND / 10_000;
            boolean lossy = seed % 3 != 0;
            cluster.lossChance = lossy ? random.nextDouble() * 0.2 : 0;
            cluster.duplicateChance = lossy ? random.nextDouble() * 0.2 : 0;
        }

        private void play() {
            cluster.startAll();
            watchLayers();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                cluster.at(random.nextLong(SECOND), () -> next(number));
            }
            scheduleFault();
            cluster.run(20 * SECOND);
            chaos = false;
            cluster.healAll();
            cluster.lossChance = 0;
            cluster.duplicateChance = 0;
            for (NodeId node : allNodes()) {
                if (!cluster.isUp(node)) {
                    cluster.start(node);
                }
            }
            cluster.run(10 * SECOND);
            requests = Integer.MAX_VALUE;
            cluster.run(20 * SECOND);
        }

        /** The nodes of the lower layers show versions at which the trigger fired, or what a torn write left. */
        private void watchLayers() {
            for (NodeId node : LAZY) {
                if (cluster.isUp(node)) {
                    long version = cluster.replica(node).history().version();
                    if (version % 10 != 0) {
                        assertThat(cluster.recoveredVersions(LAZY))
                                .as("version shown by %s", node)
                                .contains(version);
                    }
                }
            }
            cluster.at(SECOND / 500, this::watchLayers);
        }

        private void scheduleFault() {
            cluster.at(random.nextLong(3 * SECOND), () -> {
                if (chaos) {
                    fault();
                    scheduleFault();
                }
            });
        }

        private void fault() {
            int kind = random.nextInt(10);
            if (kind < 5) {
                crash(pick(allNodes()));
            } else if (kind < 7) {
                cutLink(pick(allNodes()), pick(allNodes()));
            } else if (kind == 7) {
                isolate(pick(allNodes()));
            } else if (kind == 8) {
                cluster.pause(pick(allNodes()), random.nextLong(5 * SECOND));
            } else {
                LayeredTopology.CORE.forEach(this::stop);
            }
        }

        private void crash(NodeId node) {
            boolean wiped = cluster.isUp(node) && random.nextInt(8) == 0 && coreLogsElsewhere(node);
            stop(node);
            if (wiped) {
                cluster.wipe(node);
            }
        }

        private void stop(NodeId node) {
            if (!cluster.isUp(node)) {
                return;
            }
            cluster.crash(node);
            cluster.at(random.nextLong(4 * SECOND), () -> {
                if (!cluster.isUp(node)) {
                    cluster.start(node);
                }
            });
        }

        private void cutLink(NodeId from, NodeId to) {
            boolean bothWays = random.nextBoolean();
            cluster.cut(from, to);
            if (bothWays) {
                cluster.cut(to, from);
            }
            cluster.at(random.nextLong(4 * SECOND), () -> {
                cluster.heal(from, to);
                cluster.heal(to, from);
            });
        }

        private void isolate(NodeId node) {
            for (NodeId other : allNodes()) {
                cluster.cut(node, other);
                cluster.cut(other, node);
            }
            cluster.at(random.nextLong(4 * SECOND), cluster::healAll);
        }

        /** Whether all other core nodes are up, so that an empty restart loses nothing. */
        private boolean coreLogsElsewhere(NodeId node) {
            for (NodeId core : LayeredTopology.CORE) {
                if (!core.equals(node) && !cluster.isUp(core)) {
                    return false;
                }
            }
            return true;
        }

        private void next(int client) {
            if (requests == Integer.MAX_VALUE) {
                return;
            }
            requests++;
            int layer = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
            List<Operation> operations = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int index = 0; index < count; index++) {
                String key = "k" + random.nextInt(KEYS);
                boolean write = layer == 0 && random.nextBoolean();
                operations.add(
                        write ? new Operation.Write(key, "v" + requests + "." + index) : new Operation.Read(key));
            }
            boolean retry = retries && random.nextInt(10) == 0 && !issued.isEmpty();
            Transaction transaction = retry
                    ? issued.get(random.nextInt(issued.size()))
                    : new Transaction(new RequestId("c" + client, requests), layer, operations);
            if (!retry && transaction.isUpdate()) {
                issued.add(transaction);
            }
            NodeId node = pick(nodesOf(transaction.layer()));
            if (!sent.add(transaction.id())) {
                sentAgain.add(transaction.id());
            }
            long invoked = cluster.nowNanos();
            boolean[] answered = new boolean[1];
            boolean[] wentOn = new boolean[1];
            Runnable goOn = () -> {
                if (!wentOn[0]) {
                    wentOn[0] = true;
                    cluster.at(random.nextLong(SECOND / 20), () -> next(client));
                }
            };
            cluster.request(node, transaction, outcome -> {
                assertThat(answered[0]).as("answered before").isFalse();
                answered[0] = true;
                history.add(new Operated(invoked, cluster.nowNanos(), node, transaction, outcome));
                goOn.run();
            });
            cluster.at(5 * SECOND, goOn);
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }

    private static List<NodeId> allNodes() {
        List<NodeId> all = new ArrayList<>(LayeredTopology.CORE);
        all.addAll(LayeredTopology.LAYER_1);
        all.addAll(LayeredTopology.LAYER_2);
        return all;
    }

    private static List<NodeId> nodesOf(int layer) {
        return layer == 0 ? LayeredTopology.CORE : layer == 1 ? LayeredTopology.LAYER_1 : LayeredTopology.LAYER_2;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void keepsItsGuaranteesUnderFaults(int block) {
        int committed = 0;
        for (long seed = block * SEEDS_PER_BLOCK + 1; seed <= (block + 1) * SEEDS_PER_BLOCK; seed++) {
            Run run = new Run(seed);
            try {
                run.play();
                committed += judge(run);
            } catch (AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
        assertThat(committed).as("committed transactions").isGreaterThan(SEEDS_PER_BLOCK * 50);
    }

    private static int judge(Run run) {
        List<VersionEntry> order = run.cluster.logOf(NodeId.of("A1"));
        judgeLogs(run, order);
        judgeOutcomes(run, order);
        judgeReads(run, order);
        judgeRealTime(run);
        return (int) run.history.stream()
                .filter(operated -> operated.outcome() instanceof Outcome.Committed)
                .count();
    }

    private static void judgeLogs(Run run, List<VersionEntry> order) {
        for (NodeId node : allNodes()) {
            List<VersionEntry> log = run.cluster.logOf(node);
            assertThat(log).as("log of %s", node).isEqualTo(order.subList(0, log.size()));
        }
        for (NodeId core : LayeredTopology.CORE) {
            assertThat(run.cluster.logOf(core)).as("log of %s", core).hasSameSizeAs(order);
            assertThat(run.cluster.view(core).serving())
                    .as(run.cluster.view(core).reason())
                    .isTrue();
        }
        int fired = order.size() / 10 * 10;
        for (NodeId lazy : LAZY) {
            assertThat(run.cluster.logOf(lazy)).as("log of %s", lazy).hasSize(fired);
        }
        assertThat(order.stream().map(VersionEntry::transaction)).doesNotHaveDuplicates();
    }

    private static void judgeOutcomes(Run run, List<VersionEntry> order) {
        Map<RequestId, Long> versions = new HashMap<>();
        order.forEach(entry -> versions.put(entry.transaction(), entry.version()));
        for (Operated operated : run.history) {
            RequestId id = operated.transaction().id();
            if (operated.outcome() instanceof Outcome.Committed committed
                    && operated.transaction().isUpdate()) {
                assertThat(versions).as("acknowledged updates").containsEntry(id, committed.version());
            } else if (operated.outcome() instanceof Outcome.Refused && !run.sentAgain.contains(id)) {
                assertThat(versions).as("refused updates").doesNotContainKey(id);
            }
        }
    }

    private static void judgeReads(Run run, List<VersionEntry> order) {
        List<Map<String, String>> states = new ArrayList<>();
        states.add(Map.of());
        for (VersionEntry entry : order) {
            Map<String, String> state = new HashMap<>(states.get(states.size() - 1));
            entry.writes().forEach(change -> state.put(change.key(), change.value()));
            states.add(state);
        }
        for (Operated operated : run.history) {
            if (operated.outcome() instanceof Outcome.Committed committed) {
                boolean update = operated.transaction().isUpdate();
                Map<String, String> state =
                        new HashMap<>(states.get((int) (update ? committed.version() - 1 : committed.version())));
                int index = 0;
                for (Operation operation : operated.transaction().operations()) {
                    if (operation instanceof Operation.Change change) {
                        state.put(change.key(), change.value());
                    } else {
                        ReadResult read = committed.reads().get(index++);
                        Optional<Value> expected =
                                Optional.ofNullable(state.get(operation.key())).map(Value.Single::new);
                        assertThat(read.value())
                                .as("%s at %s", operated, operation)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    /** Versions of core transactions never go against real time. */
    private static void judgeRealTime(Run run) {
        List<Operated> core = new ArrayList<>();
        for (Operated operated : run.history) {
            boolean sentOnce = !run.sentAgain.contains(operated.transaction().id());
            if (operated.outcome() instanceof Outcome.Committed committed && committed.layer() == 0 && sentOnce) {
                core.add(operated);
            }
        }
        core.sort((a, b) -> Long.compare(a.invoked(), b.invoked()));
        List<Operated> byCompletion = new ArrayList<>(core);
        byCompletion.sort((a, b) -> Long.compare(a.completed(), b.completed()));
        long highest = 0;
        int next = 0;
        for (Operated operated : core) {
            while (next < byCompletion.size() && byCompletion.get(next).completed() < operated.invoked()) {
                highest = Math.max(
                        highest, ((Outcome.Committed) byCompletion.get(next).outcome()).version());
                next++;
            }
            long version = ((Outcome.Committed) operated.outcome()).version();
            long least = operated.transaction().isUpdate() ? highest + 1 : highest;
            assertThat(version)
                    .as("%s after version %s was confirmed", operated, highest)
                    .isGreaterThanOrEqualTo(least);
        }
    }
}
