package epidemic.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A hash of what a value <em>contains</em>: equal contents have equal hashes in every JVM, and nothing in it depends on
 * identities, addresses or {@code hashCode()} of objects. Collections count in the order in which they iterate, on
 * purpose: a replica that lets hash order out is to be seen.
 *
 * <p>How a class is hashed is looked up once per class, see {@link Encoder}; values of classes outside {@code java.*} are
 * hashed field by field.
 */
public final class StableHash {
    static final long NOTHING = 0x6E6F7468L;

    private static final Encoder TEXT = value -> ofText((String) value);

    private static final ClassValue<Encoder> ENCODERS = new ClassValue<>() {
        @Override
        protected Encoder computeValue(Class<?> type) {
            return encoderOf(type);
        }
    };

    /** How the values of one class are hashed. */
    interface Encoder {
        /** The hash of a value of that class. */
        long hash(Object value);
    }

    private StableHash() {}

    /**
     * The hash of a value.
     *
     * @throws IllegalArgumentException if the value is of a kind that cannot be told apart by content, such as a lambda
     */
    public static long of(Object value) {
        return value instanceof String text
                ? ofText(text)
                : encoder(value.getClass()).hash(value);
    }

    /** One hash out of two, in order. */
    public static long add(long hash, long next) {
        long mixed = (hash ^ next) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    /** Of a text: its hash by the definition of {@link String#hashCode}, which is the same everywhere. */
    static long ofText(String text) {
        return add(text.length(), text.hashCode());
    }

    static Encoder encoder(Class<?> type) {
        return ENCODERS.get(type);
    }

    private static Encoder encoderOf(Class<?> type) {
        if (type == String.class) {
            return TEXT;
        } else if (Number.class.isAssignableFrom(type)) {
            boolean isWhole = type != Double.class && type != Float.class;
            return isWhole
                    ? value -> Draw.mix(((Number) value).longValue())
                    : value -> Draw.mix(Double.doubleToRawLongBits(((Number) value).doubleValue()));
        } else if (Enum.class.isAssignableFrom(type)) {
            return value -> ofText(((Enum<?>) value).name());
        } else if (type == Boolean.class) {
            return value -> (Boolean) value ? 1 : 2;
        } else if (type == Character.class) {
            return value -> Draw.mix((Character) value);
        } else if (type == Optional.class) {
            return value -> ofOptional((Optional<?>) value);
        } else if (List.class.isAssignableFrom(type)) {
            return value -> ofList((List<?>) value);
        } else if (Iterable.class.isAssignableFrom(type)) {
            return value -> ofItems((Iterable<?>) value);
        } else if (Map.class.isAssignableFrom(type)) {
            return value -> ofMap((Map<?, ?>) value);
        } else if (type == long[].class) {
            return value -> ofNumbers((long[]) value);
        } else if (type == byte[].class) {
            return value -> ofBytes((byte[]) value);
        }
        return FieldsEncoder.of(type);
    }

    private static long ofOptional(Optional<?> optional) {
        return optional.isEmpty() ? NOTHING : add(1, of(optional.get()));
    }

    private static long ofList(List<?> list) {
        int size = list.size();
        long hash = size;
        // Lists mostly hold values of one class: ask for its encoder once.
        Class<?> type = String.class;
        Encoder encoder = TEXT;
        for (int index = 0; index < size; index++) {
            Object item = list.get(index);
            if (item.getClass() != type) {
                type = item.getClass();
                encoder = encoder(type);
            }
            hash = add(hash, encoder.hash(item));
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

    private static long ofNumbers(long[] numbers) {
        long hash = numbers.length;
        for (long number : numbers) {
            hash = add(hash, number);
        }
        return hash;
    }

    private static long ofBytes(byte[] bytes) {
        long hash = bytes.length;
        for (byte next : bytes) {
            hash = add(hash, next);
        }
        return hash;
    }
}
