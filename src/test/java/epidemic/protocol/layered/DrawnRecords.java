package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Records of any type with parts drawn at random, out of their declarations. */
final class DrawnRecords {
    private static final List<String> NODES = List.of("A1", "A2", "A3", "B1", "-");

    private final SplittableRandom random;

    DrawnRecords(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A value of that type. */
    Object draw(Type type) {
        if (type == long.class || type == Long.class) {
            return random.nextBoolean() ? 1 + random.nextLong(100) : 1 + random.nextLong(Long.MAX_VALUE - 1);
        } else if (type == int.class) {
            return random.nextInt(3);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return "t-ü€" + random.nextInt(1000);
        } else if (type == NodeId.class) {
            return NodeId.of(NODES.get(random.nextInt(NODES.size())));
        } else if (type == Phase.class) {
            return Phase.values()[random.nextInt(Phase.values().length)];
        } else if (type == SequenceVector.class) {
            return SequenceVector.of(random.nextLong(9), random.nextLong(), random.nextLong(9));
        } else if (type instanceof ParameterizedType generic) {
            return drawGeneric(generic);
        }
        return drawOf((Class<?>) type);
    }

    private Object drawGeneric(ParameterizedType type) {
        if (type.getRawType() == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(draw(type.getActualTypeArguments()[0]));
        } else if (type.getRawType() == Map.class) {
            Map<Object, Object> map = new TreeMap<>();
            for (int count = random.nextInt(4); count > 0; count--) {
                map.put(draw(type.getActualTypeArguments()[0]), draw(type.getActualTypeArguments()[1]));
            }
            return map;
        }
        Type item = type.getActualTypeArguments()[0];
        boolean mayBeEmpty = item != Operation.class && item != Operation.Change.class;
        List<Object> items = new ArrayList<>();
        for (int count = random.nextInt(mayBeEmpty ? 0 : 1, 4); count > 0; count--) {
            items.add(draw(item));
        }
        return items;
    }

    /** A record, or one of a sealed interface's. */
    private Object drawOf(Class<?> type) {
        if (type.isSealed()) {
            Class<?>[] permitted = type.getPermittedSubclasses();
            return drawOf(permitted[random.nextInt(permitted.length)]);
        } else if (type == Transaction.class) {
            return new Transaction(
                    (RequestId) drawOf(RequestId.class),
                    0,
                    List.of((Operation) drawOf(Operation.class), (Operation) drawOf(Operation.class)),
                    random.nextLong(100));
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] parts = new Object[components.length];
        for (int index = 0; index < components.length; index++) {
            types[index] = components[index].getType();
            parts[index] = draw(components[index].getGenericType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(parts);
        } catch (ReflectiveOperationException problem) {
            throw new AssertionError("cannot draw " + type, problem);
        }
    }
}
