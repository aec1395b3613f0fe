package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.lab.live.Chaos;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;

/** Faults by chance during a {@code run}: one about every so often, until the clients are done or the run ends. */
interface RunChaos {
    /** No faults. */
    RunChaos NONE = () -> {};

    /** Ends it: everything is whole again, and every node serves. */
    void end() throws InterruptedException, ExecutionException;

    /** Begins. The nodes of the first layer are struck twice as often: most is at stake there. */
    static RunChaos begin(RunningSystem running, Duration interval, EpidemicConfig config, PrintWriter err) {
        Topology topology = running.nodes().topology();
        List<NodeId> all = topology.nodes();
        List<NodeId> targets = new ArrayList<>(all);
        targets.addAll(topology.layers().get(0).nodes());
        CompletableFuture<Long> ended = new CompletableFuture<>();
        SplittableRandom random = new SplittableRandom(config.seed());
        Chaos.Setup setup = new Chaos.Setup(all, targets, running.faults(), interval, random, ended);
        ActorRef<Chaos.Command> actor =
                running.nodes().actors().systemActorOf(Chaos.create(setup), "chaos", Props.empty());
        return () -> {
            actor.tell(Chaos.Command.END);
            long strikes = ended.get();
            running.nodes().ready().get();
            err.println(strikes + " faults by chance");
            err.flush();
        };
    }
}
