package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Topology;
import epidemic.sim.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a seed's clients ask for: half updates, half reads of all layers. */
final class DrawnDemand implements Demand {
    private static final long STREAM = 0x636C6965L;
    private static final int OPERATIONS_MAX = 4;
    private static final long FIRST_NANOS = 300_000_000;
    private static final long BACKOFF_NANOS = 40_000_000;

    private final Workload workload;
    private final Topology topology;
    private final SplittableRandom random;
    private final KeySpace keys;
    private final List<Member> members = new ArrayList<>();
    private final int[] asked;

    DrawnDemand(long seed, Workload workload, Topology topology) {
        this.workload = workload;
        this.topology = topology;
        this.random = new SplittableRandom(Draw.mix(seed, STREAM));
        this.keys = new KeySpace(workload, random);
        this.asked = new int[workload.clients()];
        for (int number = 0; number < workload.clients(); number++) {
            members.add(new Member(number, random.nextDouble() < workload.sessions()));
        }
    }

    @Override
    public List<Member> members() {
        return members;
    }

    @Override
    public long patienceNanos() {
        return workload.patienceNanos();
    }

    @Override
    public long firstNanos(Member member) {
        return random.nextLong(FIRST_NANOS);
    }

    @Override
    public Optional<Ask> next(Member member, long nowNanos) {
        if (asked[member.number()] == workload.operationsPerClient()) {
            return Optional.empty();
        }
        asked[member.number()]++;
        boolean isUpdate = random.nextBoolean();
        int layer = isUpdate ? 0 : random.nextInt(topology.layers().size());
        List<Operation> operations = isUpdate ? update() : reads();
        return Optional.of(new Ask(layer, operations, anyOf(layer)));
    }

    private List<Operation> update() {
        List<Operation> steps = new ArrayList<>();
        int count = 1 + random.nextInt(OPERATIONS_MAX);
        int sure = random.nextInt(count);
        for (int index = 0; index < count; index++) {
            if (index != sure && random.nextBoolean()) {
                steps.add(new Operation.Read(keys.key()));
            } else {
                steps.add(change());
            }
        }
        return steps;
    }

    private Operation change() {
        String key = keys.keyToChange();
        return workload.appends()
                ? new Operation.Append(key, keys.freshValue())
                : new Operation.Write(key, keys.freshValue());
    }

    private List<Operation> reads() {
        List<Operation> steps = new ArrayList<>();
        int count = 1 + random.nextInt(OPERATIONS_MAX);
        for (int index = 0; index < count; index++) {
            steps.add(new Operation.Read(keys.key()));
        }
        return steps;
    }

    private NodeId anyOf(int layer) {
        List<NodeId> nodes = topology.layers().get(layer).nodes();
        return nodes.get(random.nextInt(nodes.size()));
    }

    @Override
    public long pauseNanos(Member member, long nowNanos, boolean isHealed) {
        return isHealed ? 0 : (long) (-Math.log1p(-random.nextDouble()) * workload.thinkNanos());
    }

    @Override
    public Optional<Long> retryAfterNanos(Member member, Operated operated, long nowNanos) {
        return operated.attemptCount() < workload.attempts()
                ? Optional.of(random.nextLong(BACKOFF_NANOS))
                : Optional.empty();
    }

    @Override
    public NodeId retryNode(Member member, Operated operated, long nowNanos) {
        List<NodeId> nodes =
                topology.layers().get(operated.transaction().layer()).nodes();
        int next = nodes.indexOf(operated.node()) + 1 + random.nextInt(Math.max(1, nodes.size() - 1));
        return nodes.get(next % nodes.size());
    }

    @Override
    public Ask filler() {
        return new Ask(0, List.of(change()), anyOf(0));
    }

    @Override
    public List<String> allKeys() {
        return keys.allKeys();
    }
}
