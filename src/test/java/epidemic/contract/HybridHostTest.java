package epidemic.contract;

import epidemic.hybrid.HybridSystem;
import epidemic.hybrid.VirtualWorld;
import epidemic.runtime.actor.NodeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterAll;

/** {@code NodeActor} on a dispatcher whose every step is drawn from a seed, and on virtual time. */
class HybridHostTest extends EffectsContract {
    private static final HybridSystem SYSTEM = new HybridSystem();

    @AfterAll
    static void stop() {
        SYSTEM.close();
    }

    @Override
    protected long seeds() {
        return 20;
    }

    @Override
    protected ContractHost host(long seed) {
        return new HybridHost(SYSTEM.world(), seed);
    }

    private static final class HybridHost extends ActorHost {
        private static final long STEP_NANOS = 1_000_000;
        private static final int STEPS_MAX = 20_000;
        private static final int LATENCY_NANOS_MAX = 300_000;

        private final VirtualWorld world;
        private final ActorRef<HybridSystem.Task> root;

        private HybridHost(VirtualWorld world, long seed) {
            super(clock(world));
            this.world = world;
            this.root = SYSTEM.begin(seed, (actor, cause) -> {});
        }

        private static NodeClock clock(VirtualWorld world) {
            return new NodeClock() {
                @Override
                public long nanoTime() {
                    return world.nowNanos();
                }

                @Override
                public long wallClockMillis() {
                    return world.nowNanos() / STEP_NANOS;
                }
            };
        }

        @Override
        <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
            List<ActorRef<T>> spawned = new ArrayList<>();
            root.tell(context -> spawned.add(context.spawn(behavior, name)));
            while (spawned.isEmpty()) {
                world.runUntil(world.nowNanos() + 1);
            }
            return spawned.get(0);
        }

        @Override
        void stop(ActorRef<?> actor) {
            root.tell(context -> context.stop(actor));
        }

        @Override
        void carry(Runnable delivery) {
            world.schedule(world.random().nextLong(LATENCY_NANOS_MAX), delivery);
        }

        @Override
        public boolean await(BooleanSupplier condition) {
            for (int step = 0; step < STEPS_MAX && !condition.getAsBoolean(); step++) {
                world.runUntil(world.nowNanos() + STEP_NANOS);
            }
            return condition.getAsBoolean();
        }

        @Override
        public void close() {
            SYSTEM.end(root);
        }
    }
}
