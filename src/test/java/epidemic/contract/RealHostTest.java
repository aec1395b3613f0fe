package epidemic.contract;

import com.typesafe.config.ConfigFactory;
import epidemic.hybrid.QuietLogs;
import epidemic.runtime.actor.NodeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;

/** {@code NodeActor} on an actor system as the product has it: threads, timers and all. */
class RealHostTest extends EffectsContract {
    private static final QuietLogs QUIET = QuietLogs.ofHosts();
    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("pekko.stdout-loglevel = OFF, pekko.loglevel = OFF"));
    private static final AtomicLong STORIES = new AtomicLong();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
        QUIET.close();
    }

    @Override
    protected long seeds() {
        return 1;
    }

    @Override
    protected ContractHost host(long seed) {
        return new RealHost();
    }

    private static final class RealHost extends ActorHost {
        private final String story = "story-" + STORIES.incrementAndGet() + "-";
        private final List<ActorRef<?>> actors = new ArrayList<>();

        private RealHost() {
            super(NodeClock.system());
        }

        @Override
        <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
            ActorRef<T> actor = KIT.spawn(behavior, story + name);
            actors.add(actor);
            return actor;
        }

        @Override
        void stop(ActorRef<?> actor) {
            KIT.stop(actor);
        }

        @Override
        void carry(Runnable delivery) {
            delivery.run();
        }

        @Override
        public boolean await(BooleanSupplier condition) {
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .pollDelay(Duration.ZERO)
                        .until(condition::getAsBoolean);
                return true;
            } catch (ConditionTimeoutException never) {
                return false;
            }
        }

        @Override
        public void close() {
            // Nodes go before what they watch.
            for (int index = actors.size() - 1; index >= 0; index--) {
                KIT.stop(actors.get(index));
            }
        }
    }
}
