package epidemic.hybrid;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Runs what it is given when the {@link VirtualWorld} says so. */
final class SeededExecutor extends AbstractExecutorService {
    private final VirtualWorld world;
    private boolean shutDown;

    private SeededExecutor(VirtualWorld world) {
        this.world = world;
    }

    /** Brings it into a dispatcher. Made by the actor system. */
    public static final class Configurator extends ExecutorServiceConfigurator {
        private final VirtualWorld world;

        /** As Pekko wants it. */
        public Configurator(Config config, DispatcherPrerequisites prerequisites) {
            super(config, prerequisites);
            this.world = HybridSystem.worldOf(prerequisites.settings().config());
        }

        @Override
        public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
            return this::executor;
        }

        private ExecutorService executor() {
            return new SeededExecutor(world);
        }
    }

    @Override
    public void execute(Runnable task) {
        world.execute(task);
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutDown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutDown;
    }
}
