package epidemic.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Replica;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.lab.layered.LayeredScenario;
import epidemic.protocol.StrategyCatalog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Runs in actors find what they are for. That a strategy stands them is in its contract test. */
class HybridRunTest {
    private static final HybridSystem SYSTEM = new HybridSystem();
    private static final Scenario SCENARIO = new LayeredScenario(MapSettings.layered(), Set.of());
    private static final int SEEDS = 40;

    @AfterAll
    static void stop() {
        SYSTEM.close();
    }

    /** The first violation of any of these seeds. */
    private static Optional<String> violation(java.util.function.LongFunction<HybridRun.Result> run) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<String> found = run.apply(seed).violation().map(SeedResult.Violation::guarantee);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> violationOfMutant(String mutant) {
        Scenario mutated = new LayeredScenario(
                new MutantStrategy(StrategyCatalog.named("layered"), mutant), MapSettings.layered(), Set.of());
        return violation(seed -> HybridRun.run(SYSTEM, mutated, seed, HybridRun.FAULTS));
    }

    @Test
    void findsErrorsOfProtocols() {
        assertThat(violationOfMutant("ack-first")).isPresent();
        assertThat(violationOfMutant("execute-twice")).isPresent();
        assertThat(violationOfMutant("read-at-once")).isPresent();
    }

    @Test
    void findsAHostThatForgetsToSayWhatIsDurable() {
        assertThat(violation(seed -> runWithout(seed, "onDurable"))).contains("liveness");
    }

    @Test
    void findsAHostThatForgetsTheBatchEnd() {
        assertThat(violation(seed -> runWithout(seed, "onBatchEnd"))).contains("liveness");
    }

    @Test
    void findsAHostThatForgetsSilences() {
        assertThat(violation(seed -> runWithout(seed, "onSilence"))).isPresent();
    }

    /** On a host that leaves out a call. */
    private static HybridRun.Result runWithout(long seed, String call) {
        return HybridRun.run(SYSTEM, SCENARIO, seed, HybridRun.FAULTS, settings -> node -> {
            Replica replica = SCENARIO.strategy().replica(node, settings);
            return (Replica) Proxy.newProxyInstance(
                    HybridRunTest.class.getClassLoader(),
                    new Class<?>[] {Replica.class},
                    (proxy, method, arguments) ->
                            method.getName().equals(call) ? null : called(method, replica, arguments));
        });
    }

    private static Object called(Method method, Replica replica, Object[] arguments) throws Throwable {
        try {
            return method.invoke(replica, arguments);
        } catch (InvocationTargetException wrapped) {
            throw wrapped.getCause();
        }
    }
}
