package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.protocol.StrategyCatalog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** {@code layered} with an error of a test's own: its replicas are called through it. */
public record PlantedStrategy(Error error) implements Strategy {
    /** What goes wrong. */
    @FunctionalInterface
    public interface Error {
        /** In place of a call of a node's replica; {@link #called} does what is right. */
        @Nullable
        Object call(NodeId node, Replica replica, Method method, Object[] arguments) throws Throwable;
    }

    private static final Strategy LAYERED = StrategyCatalog.named("layered");

    /** Does what was called for. */
    public static @Nullable Object called(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException wrapped) {
            throw wrapped.getCause();
        }
    }

    /** Something of that type, whose calls go there. */
    public static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(PlantedStrategy.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public String name() {
        return LAYERED.name();
    }

    @Override
    public String summary() {
        return LAYERED.summary();
    }

    @Override
    public Topology topology(Settings settings) {
        return LAYERED.topology(settings);
    }

    @Override
    public Replica replica(NodeId node, Settings settings) {
        Replica replica = LAYERED.replica(node, settings);
        return proxy(Replica.class, (proxy, method, arguments) -> error.call(node, replica, method, arguments));
    }

    @Override
    public Kept kept(Settings settings) {
        return LAYERED.kept(settings);
    }
}
