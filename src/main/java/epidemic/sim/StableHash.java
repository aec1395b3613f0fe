package epidemic.sim;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A hash of what a value <em>contains</em>: equal contents have equal hashes in every JVM, and nothing in it depends on
 * identities, addresses or {@code hashCode()} of objects. Collections count in the order in which they iterate, on
 * purpose: a replica that lets hash order out is to be seen.
 *
 * <p>Values of classes outside {@code java.*} are hashed field by field, by getters that are looked up once per class.
 */
public final class StableHash {
    private static final long NOTHING = 0x6E6F7468L;

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return shapeOf(type);
        }
    };

    /** The fields of a class, as getters. */
    private record Shape(long name, List<ToLongFunction<Object>> numbers, List<Function<Object, Object>> objects) {}

    private StableHash() {}

    /**
     * The hash of a value.
     *
     * @throws IllegalArgumentException if the value is of a kind that cannot be told apart by content, such as a lambda
     */
    public static long of(Object value) {
        if (value instanceof String text) {
            return ofText(text);
        }
        if (value instanceof Number number) {
            return value instanceof Double || value instanceof Float
                    ? Draw.mix(Double.doubleToRawLongBits(number.doubleValue()))
                    : Draw.mix(number.longValue());
        }
        if (value instanceof Enum<?> constant) {
            return ofText(constant.name());
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? NOTHING : add(1, of(optional.get()));
        }
        if (value instanceof List<?> list) {
            return ofList(list);
        }
        if (value instanceof Iterable<?> items) {
            return ofItems(items);
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        return ofOther(value);
    }

    /** One hash out of two, in order. */
    public static long add(long hash, long next) {
        long mixed = (hash ^ next) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    /** Of a text: its hash by the definition of {@link String#hashCode}, which is the same everywhere. */
    private static long ofText(String text) {
        return add(text.length(), text.hashCode());
    }

    private static long ofList(List<?> list) {
        long hash = list.size();
        for (int index = 0; index < list.size(); index++) {
            hash = add(hash, of(list.get(index)));
        }
        return hash;
    }

    private static long ofItems(Iterable<?> items) {
        long hash = 0;
        for (Object item : items) {
            hash = add(hash, of(item));
        }
        return hash;
    }

    private static long ofMap(Map<?, ?> map) {
        long hash = map.size();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            hash = add(add(hash, of(entry.getKey())), of(entry.getValue()));
        }
        return hash;
    }

    private static long ofOther(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 2;
        }
        if (value instanceof Character character) {
            return Draw.mix(character);
        }
        if (value instanceof long[] numbers) {
            long hash = numbers.length;
            for (long number : numbers) {
                hash = add(hash, number);
            }
            return hash;
        }
        if (value instanceof byte[] bytes) {
            long hash = bytes.length;
            for (byte next : bytes) {
                hash = add(hash, next);
            }
            return hash;
        }
        return ofFields(value);
    }

    private static long ofFields(Object value) {
        Shape shape = SHAPES.get(value.getClass());
        long hash = shape.name();
        List<ToLongFunction<Object>> numbers = shape.numbers();
        for (int index = 0; index < numbers.size(); index++) {
            hash = add(hash, numbers.get(index).applyAsLong(value));
        }
        List<Function<Object, Object>> objects = shape.objects();
        for (int index = 0; index < objects.size(); index++) {
            Object part = objects.get(index).apply(value);
            // A value that is its own part ends the descent.
            hash = add(hash, part == null || part == value ? NOTHING : of(part));
        }
        return hash;
    }

    private static Shape shapeOf(Class<?> type) {
        if (type.isHidden()
                || type.isAnonymousClass()
                || type.isArray()
                || type.getName().startsWith("java.")) {
            throw new IllegalArgumentException("a " + type.getName() + " has no stable encoding: records, enums, texts,"
                    + " numbers and lists of them are allowed in messages");
        }
        List<ToLongFunction<Object>> numbers = new ArrayList<>();
        List<Function<Object, Object>> objects = new ArrayList<>();
        for (Field field : fieldsOf(type)) {
            Class<?> kind = field.getType();
            boolean isNumber = kind == long.class || kind == int.class || kind == short.class || kind == byte.class;
            if (isNumber) {
                numbers.add(Getters.number(field));
            } else {
                objects.add(Getters.object(field));
            }
        }
        return new Shape(ofText(type.getName()), List.copyOf(numbers), List.copyOf(objects));
    }

    /** The instance fields of a class and those above it, by name. */
    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> above = type; above != null && above != Object.class; above = above.getSuperclass()) {
            for (Field field : above.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    fields.add(field);
                }
            }
        }
        fields.sort(Comparator.comparing(Field::getName));
        return fields;
    }
}
