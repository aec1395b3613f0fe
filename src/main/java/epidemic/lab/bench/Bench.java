package epidemic.lab.bench;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Puts loads on the nodes of a running system, one after the other, and measures each. */
public final class Bench implements LoadTest {
    private final Setup setup;
    private final Updates updates;
    private int loads;

    /**
     * What it needs.
     *
     * @param actors runs the clients
     * @param dispatcher on which clients run
     * @param directory where the nodes are
     * @param targets the nodes that take updates; a load is shared out among them
     * @param data the directory of the version logs
     * @param run tells this run's request ids from those of other runs on the same data
     * @param onlyList the key of the one list that the strategy appends to; empty if it writes at any key
     * @param keys how many keys are written
     * @param valueBytes the length of values
     * @param seed of the keys and values
     * @param warmUp how long a load goes on before it is measured
     * @param duration how long it is measured
     */
    public record Setup(
            ActorSystem<?> actors,
            DispatcherSelector dispatcher,
            NodeDirectory directory,
            List<NodeId> targets,
            Path data,
            String run,
            Optional<String> onlyList,
            int keys,
            int valueBytes,
            long seed,
            Duration warmUp,
            Duration duration) {}

    /** A bench of running nodes. */
    public Bench(Setup setup) {
        this.setup = setup;
        this.updates = new Updates(setup.onlyList(), setup.keys(), setup.valueBytes(), setup.seed());
    }

    @Override
    public Figures run(LoadShape shape) throws Exception {
        try (LoadRun load = new LoadRun(clients(shape), shape.isOpen(), setup.data())) {
            load.begin();
            TimeUnit.NANOSECONDS.sleep(setup.warmUp().toNanos());
            load.measure();
            TimeUnit.NANOSECONDS.sleep(setup.duration().toNanos());
            return load.end().figures(shape);
        }
    }

    /** One client for each target, as long as there is a request for each. */
    private List<ActorRef<Object>> clients(LoadShape shape) {
        loads++;
        int count = shape.clients(setup.targets().size());
        List<ActorRef<Object>> clients = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String client = "bench-" + setup.run() + "-" + loads + "-" + index;
            ActorRef<NodeCall> node =
                    setup.directory().node(setup.targets().get(index)).orElseThrow();
            clients.add(setup.actors()
                    .systemActorOf(
                            LoadActor.create(
                                    client, updates, node, shape.slots(index, count), shape.periodNanos(count)),
                            client,
                            setup.dispatcher()));
        }
        return clients;
    }
}
