package epidemic.hybrid;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A real actor system on a {@link VirtualWorld}: its dispatchers hand every actor with mail to the world, one message at a
 * time, and its timers wait for virtual time. One system serves many runs; each run has a root actor of its own.
 */
public final class HybridSystem implements AutoCloseable {
    private static final String WORLD = "epidemic.hybrid.world";
    private static final Map<String, VirtualWorld> WORLDS = new ConcurrentHashMap<>();
    private static final long SHUTDOWN_NANOS = 60_000_000_000L;
    private static final AtomicLong COUNT = new AtomicLong();

    private final String name = "hybrid-" + COUNT.incrementAndGet();
    private final QuietLogs quiet = QuietLogs.ofHosts();
    private final VirtualWorld world = new VirtualWorld();
    private final ActorSystem<Task> system;
    private long runCount;

    /** Something to do within an actor. */
    @FunctionalInterface
    public interface Task {
        /** Does it. */
        void run(ActorContext<Task> context);
    }

    /** A system that stands still until somebody drives its world: the thread that makes it, no other. */
    public HybridSystem() {
        WORLDS.put(name, world);
        system = world.whileOthersRun(() -> ActorSystem.create(tasks((stopped, failure) -> {}), name, config()));
        world.settle();
    }

    /** An actor that does what it is told. */
    private static Behavior<Task> tasks(BiConsumer<ActorRef<Void>, Optional<Throwable>> onStopped) {
        return Behaviors.setup(context -> Behaviors.receive(Task.class)
                .onMessage(Task.class, task -> {
                    task.run(context);
                    return Behaviors.same();
                })
                .onSignal(Terminated.class, stopped -> {
                    onStopped.accept(
                            stopped.getRef(),
                            stopped instanceof ChildFailed failed ? Optional.of(failed.getCause()) : Optional.empty());
                    return Behaviors.same();
                })
                .build());
    }

    private Config config() {
        String dispatcher = "{ type = Dispatcher, throughput = 1, shutdown-timeout = 1s, executor = \""
                + SeededExecutor.Configurator.class.getName() + "\" }";
        return ConfigFactory.parseMap(
                        Map.of(WORLD, name, "pekko.scheduler.implementation", SeededScheduler.class.getName()))
                .withFallback(ConfigFactory.parseString(String.join(
                        "\n",
                        "pekko.actor.default-dispatcher = " + dispatcher,
                        "pekko.actor.internal-dispatcher = " + dispatcher,
                        "pekko.actor.default-blocking-io-dispatcher = " + dispatcher,
                        "pekko.use-slf4j = off",
                        "pekko.loglevel = OFF",
                        "pekko.stdout-loglevel = OFF",
                        "pekko.log-dead-letters = off",
                        "pekko.jvm-shutdown-hooks = off",
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off")))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** The world that a configuration names. */
    static VirtualWorld worldOf(Config config) {
        return Objects.requireNonNull(WORLDS.get(config.getString(WORLD)));
    }

    /** The world that it runs on. */
    public VirtualWorld world() {
        return world;
    }

    /**
     * Begins a run. The one before must have ended.
     *
     * @param onStopped is told of actors that the root watches
     * @return the root under which everything of this run is to live
     */
    public ActorRef<Task> begin(long seed, BiConsumer<ActorRef<Void>, Optional<Throwable>> onStopped) {
        world.begin(seed);
        runCount++;
        List<ActorRef<Task>> roots = new ArrayList<>();
        String rootName = "run-" + runCount;
        system.tell(context -> roots.add(context.spawn(tasks(onStopped), rootName)));
        world.settle();
        return roots.get(0);
    }

    /** Ends a run: its actors stop. */
    public void end(ActorRef<Task> root) {
        system.tell(context -> context.stop(root));
        world.settle();
    }

    @Override
    public void close() {
        system.terminate();
        world.runUntil(world.nowNanos() + SHUTDOWN_NANOS);
        WORLDS.remove(name);
        quiet.close();
    }
}
