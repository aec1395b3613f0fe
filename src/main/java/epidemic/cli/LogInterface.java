package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.kernel.Topology;
import epidemic.lab.replicatedlog.ReplicatedLogScenario;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.web.ListenException;
import epidemic.web.LogServers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The HTTP servers that the nodes of a replicated log have beside the dashboard's. Other strategies have none. */
final class LogInterface {
    private static final String BASE_PORT = "base-port";

    private LogInterface() {}

    /**
     * Starts them for some nodes.
     *
     * @return where they listen, in the order of the nodes; empty for another strategy
     * @throws ExecutionException because of a {@link CommandFailure} if one cannot listen
     */
    static Map<NodeId, ServerBinding> start(
            EpidemicConfig config,
            ActorSystem<?> system,
            NodeDirectory directory,
            Topology topology,
            List<NodeId> nodes)
            throws InterruptedException, ExecutionException {
        if (!config.strategy().equals(ReplicatedLogScenario.NAME)) {
            return Map.of();
        }
        Settings log = config.settings(ReplicatedLogScenario.NAME);
        LogServers.Settings settings = new LogServers.Settings(
                config.http(), (int) log.number(BASE_PORT), (int) log.number("write-concern"), config.faultsEnabled());
        try {
            return LogServers.start(system, directory, topology, settings, nodes)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException problem) {
            String help = problem.getCause() instanceof ListenException
                    ? "; --set " + ReplicatedLogScenario.NAME + "." + BASE_PORT
                            + "=N names another port, 0 any free ones"
                    : "";
            throw new ExecutionException(
                    new CommandFailure(problem.getCause().getMessage() + help, problem.getCause()));
        }
    }

    /** Says where they are. */
    static void announce(EpidemicConfig config, Map<NodeId, ServerBinding> bindings, PrintWriter out) {
        bindings.forEach((node, binding) -> out.println(
                node + ": " + config.http().scheme() + "://" + RunningSystem.address(config, binding) + "messages"));
    }
}
