package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws what clients ask for: half updates, half reads of all layers, 1 to {@value #OPERATIONS_MAX} operations each.
 * Confined to one thread.
 */
public final class Requests {
    private static final int OPERATIONS_MAX = 4;
    private static final int ORDER_IN = 6;

    private final Workload workload;
    private final Topology topology;
    private final SplittableRandom random;
    private final KeySpace keys;
    private final Optional<String> onlyList;

    /**
     * What to ask, and whom.
     *
     * @param layer which layer is to execute it
     * @param node one of that layer
     */
    public record Request(int layer, List<Operation> operations, NodeId node) {
        /** Copies the operations. */
        public Request {
            operations = List.copyOf(operations);
        }
    }

    /** Requests of a workload; all draws are from this source. */
    public Requests(Workload workload, Topology topology, SplittableRandom random) {
        this(workload, topology, random, new KeySpace(workload, random), Optional.empty());
    }

    private Requests(
            Workload workload, Topology topology, SplittableRandom random, KeySpace keys, Optional<String> onlyList) {
        this.workload = workload;
        this.topology = topology;
        this.random = random;
        this.keys = keys;
        this.onlyList = onlyList;
    }

    /**
     * Requests of a workload to a strategy that knows one list only: each is an append to it, or reads it.
     *
     * @param list its key
     * @param values how many there are, appended in turn; {@link Long#MAX_VALUE} for a new one each time
     */
    public static Requests ofOneList(
            String list, long values, Workload workload, Topology topology, SplittableRandom random) {
        KeySpace keys = KeySpace.ofOneList(list, values, workload, random);
        return new Requests(workload, topology, random, keys, Optional.of(list));
    }

    /** The next request. */
    public Request next() {
        boolean isUpdate = random.nextBoolean();
        int layer = isUpdate ? 0 : random.nextInt(topology.layers().size());
        List<Operation> operations = isUpdate ? update() : reads();
        return new Request(layer, operations, anyOf(layer));
    }

    private List<Operation> update() {
        if (onlyList.isPresent()) {
            return List.of(change());
        }
        if (workload.orders().isPresent() && random.nextInt(ORDER_IN) == 0) {
            return List.of(workload.orders().get().next(random, keys.freshValue()));
        }
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
        if (onlyList.isPresent()) {
            return new Operation.Append(onlyList.get(), keys.freshValue());
        }
        String key = keys.keyToChange();
        return workload.appends()
                ? new Operation.Append(key, keys.freshValue())
                : new Operation.Write(key, keys.freshValue());
    }

    private List<Operation> reads() {
        if (onlyList.isPresent()) {
            return readsOf(keys.allKeys());
        }
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

    /** An update of one change, to make a trigger fire. */
    public Request filler() {
        List<Operation> operations = List.of(change());
        return new Request(0, operations, anyOf(0));
    }

    /** Reads all keys that are in use now, at the core: what a {@link Barrier} is for. */
    public Request barrier() {
        return new Request(0, readsOf(keys.liveKeys()), anyOf(0));
    }

    /** Reads of these keys. */
    public static List<Operation> readsOf(List<String> keys) {
        List<Operation> steps = new ArrayList<>();
        keys.forEach(key -> steps.add(new Operation.Read(key)));
        return steps;
    }

    /** Another node of the layer of a node, if there is one. */
    public NodeId another(int layer, NodeId than) {
        List<NodeId> nodes = topology.layers().get(layer).nodes();
        int next = nodes.indexOf(than) + 1 + random.nextInt(Math.max(1, nodes.size() - 1));
        return nodes.get(next % nodes.size());
    }

    /** Every key that was used. */
    public List<String> allKeys() {
        return keys.allKeys();
    }
}
