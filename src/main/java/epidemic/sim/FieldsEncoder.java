package epidemic.sim;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Hashes the values of one class field by field, in the order of the fields' names. */
final class FieldsEncoder implements StableHash.Encoder {
    private final long name;
    private final ToLongFunction<Object>[] numbers;
    private final Part[] parts;

    /** A field that holds an object. Of a final class the encoder is asked for once, when the first value comes. */
    private static final class Part {
        private final Function<Object, Object> getter;
        private final boolean isOfOneClass;
        private Optional<StableHash.Encoder> known = Optional.empty();

        private Part(Field field) {
            this.getter = Getters.object(field);
            this.isOfOneClass = Modifier.isFinal(field.getType().getModifiers());
        }

        private long hash(Object part) {
            if (!isOfOneClass) {
                return StableHash.of(part);
            }
            // Several threads may find it at the same time: they find the same.
            Optional<StableHash.Encoder> encoder = known;
            if (encoder.isEmpty()) {
                encoder = Optional.of(StableHash.encoder(part.getClass()));
                known = encoder;
            }
            return encoder.get().hash(part);
        }
    }

    private FieldsEncoder(Class<?> type) {
        this.name = StableHash.ofText(type.getName());
        List<ToLongFunction<Object>> foundNumbers = new ArrayList<>();
        List<Part> foundParts = new ArrayList<>();
        for (Field field : fieldsOf(type)) {
            Class<?> kind = field.getType();
            if (kind == long.class || kind == int.class || kind == short.class || kind == byte.class) {
                foundNumbers.add(Getters.number(field));
            } else {
                foundParts.add(new Part(field));
            }
        }
        @SuppressWarnings("unchecked")
        ToLongFunction<Object>[] array = foundNumbers.toArray(ToLongFunction[]::new);
        this.numbers = array;
        this.parts = foundParts.toArray(Part[]::new);
    }

    /**
     * The encoder of a class.
     *
     * @throws IllegalArgumentException if its values have no content that could be told
     */
    static FieldsEncoder of(Class<?> type) {
        if (type.isHidden()
                || type.isAnonymousClass()
                || type.isArray()
                || type.getName().startsWith("java.")) {
            throw new IllegalArgumentException("a " + type.getName() + " has no stable encoding: records, enums, texts,"
                    + " numbers and lists of them are allowed in messages");
        }
        return new FieldsEncoder(type);
    }

    @Override
    public long hash(Object value) {
        long hash = name;
        for (ToLongFunction<Object> number : numbers) {
            hash = StableHash.add(hash, number.applyAsLong(value));
        }
        for (Part part : parts) {
            Object held = part.getter.apply(value);
            // A value that is its own part ends the descent.
            boolean isNothing = held == null || held == value;
            hash = StableHash.add(hash, isNothing ? StableHash.NOTHING : part.hash(held));
        }
        return hash;
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
