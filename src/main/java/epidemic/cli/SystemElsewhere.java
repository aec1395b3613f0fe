package epidemic.cli;

import epidemic.client.HttpSystem;
import epidemic.client.SubmitException;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.config.EpidemicConfig;
import java.net.URI;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A system of some strategy that runs at an address, whose nodes may become more or fewer. Here actors stand for them; that
 * of a node that has gone stays, for the node may come back. Confined to one thread.
 */
final class SystemElsewhere implements AutoCloseable {
    private final URI place;
    private final String strategy;
    private final HttpSystem system;
    private final ActorSystem<Void> actors;
    private final NodeDirectory directory;
    private Topology topology;

    private SystemElsewhere(URI place, HttpSystem.Found found, ActorSystem<Void> actors) {
        this.place = place;
        this.strategy = found.strategy();
        this.system = found.system();
        this.actors = actors;
        this.directory = system.directory(actors);
        this.topology = found.topology();
    }

    /**
     * What runs there now. Waits.
     *
     * @param token what it wants to see with every change, if it wants any
     * @throws SubmitException if nothing does
     * @throws IllegalArgumentException if it is of another strategy
     */
    static SystemElsewhere at(URI place, String strategy, Optional<String> token, EpidemicConfig config) {
        HttpSystem.Found found = HttpSystem.at(place, token, config.http().transactionTimeout());
        require(strategy, place, found);
        return new SystemElsewhere(place, found, ActorSystem.create(Behaviors.empty(), "shell", config.root()));
    }

    private static void require(String strategy, URI place, HttpSystem.Found found) {
        if (!found.strategy().equals(strategy)) {
            throw new IllegalArgumentException(
                    "the system at " + place + " is " + found.strategy() + ": one that is " + strategy + " is allowed");
        }
    }

    /**
     * Its nodes now, or as they were when it last told them. Waits.
     *
     * @throws IllegalArgumentException if a system of another strategy is there now
     */
    Topology topology() {
        try {
            HttpSystem.Found now = system.look(place);
            require(strategy, place, now);
            now.system().enter(directory, actors);
            topology = now.topology();
        } catch (SubmitException nobody) {
            // Who asks the nodes from before is told by each that it is away.
        }
        return topology;
    }

    /** Where its nodes are here. */
    NodeDirectory directory() {
        return directory;
    }

    ActorSystem<Void> actors() {
        return actors;
    }

    /** Ends what stands for its nodes; they go on. */
    @Override
    public void close() {
        actors.terminate();
        actors.getWhenTerminated().toCompletableFuture().join();
    }
}
