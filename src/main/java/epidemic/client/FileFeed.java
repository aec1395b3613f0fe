package epidemic.client;

import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Feeds many transaction files at once, a {@link FileActor} each. Stops when the last one has ended. */
public final class FileFeed extends AbstractBehavior<Void> {
    private final Setup setup;
    private final AtomicLong done = new AtomicLong();
    private int running;

    /**
     * What it needs.
     *
     * @param files as the user named them, one or more
     * @param run tells this run's request ids from those of other runs on the same data, see {@link ClientNames}
     * @param seed draws the nodes
     * @param topology of the running system
     * @param directory where its nodes are
     * @param pace the pause of each client between an outcome and its next line, 0 or more
     * @param patience how long a client waits for an outcome until that counts as unknown
     * @param summary collects the outcomes; made for the same files
     * @param progress is told after each outcome
     * @param total how many transactions there are, or {@link Progress#UNKNOWN_TOTAL}
     * @param watch is told what leaves and what comes back; a client's number is that of its file
     * @param ended is completed when all files have ended, exceptionally if one could not be read
     */
    public record Setup(
            List<String> files,
            String run,
            long seed,
            Topology topology,
            NodeDirectory directory,
            Duration pace,
            Duration patience,
            Summary summary,
            Progress progress,
            long total,
            ClientWatch watch,
            CompletableFuture<Void> ended) {}

    private FileFeed(ActorContext<Void> context, Setup setup) {
        super(context);
        this.setup = setup;
        List<String> clients = ClientNames.of(setup.files(), setup.run());
        for (int index = 0; index < setup.files().size(); index++) {
            ActorRef<FileActor.Command> client = context.spawn(
                    FileActor.create(clientOf(index, clients.get(index))),
                    "file-" + index,
                    DispatcherSelector.blocking());
            context.watch(client);
            running++;
        }
    }

    /** The feed of some files. */
    public static Behavior<Void> create(Setup setup) {
        return Behaviors.setup(context -> new FileFeed(context, setup));
    }

    private FileActor.Setup clientOf(int index, String client) {
        return new FileActor.Setup(
                setup.files().get(index),
                client,
                new TransactionParser(setup.topology()),
                new NodeChoice(setup.topology(), setup.seed(), index),
                setup.directory(),
                setup.pace(),
                setup.patience(),
                bad -> {
                    setup.summary().add(index, bad);
                    setup.progress().bad(bad);
                },
                outcome -> {
                    setup.summary().add(index, outcome);
                    setup.progress().advanced(done.incrementAndGet(), setup.total());
                },
                index,
                setup.watch());
    }

    @Override
    public Receive<Void> createReceive() {
        return newReceiveBuilder()
                .onSignal(ChildFailed.class, this::onFailed)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Void> onFailed(ChildFailed failed) {
        setup.ended().completeExceptionally(failed.cause());
        return Behaviors.stopped();
    }

    private Behavior<Void> onTerminated(Terminated terminated) {
        running--;
        if (running > 0) {
            return this;
        }
        setup.ended().complete(null);
        return Behaviors.stopped();
    }
}
