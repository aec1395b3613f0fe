package epidemic.sim;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Makes functions that read a field. Of a record they are compiled into calls of its accessor, which the JIT can see
 * through; of other classes they go through a method handle, which is several times slower.
 */
final class Getters {
    private static final MethodType LONG_GETTER = MethodType.methodType(long.class, Object.class);
    private static final MethodType OBJECT_GETTER = MethodType.methodType(Object.class, Object.class);

    private Getters() {}

    /** Reads a field of a whole-number type. */
    @SuppressWarnings("unchecked")
    static ToLongFunction<Object> number(Field field) {
        try {
            if (field.getDeclaringClass().isRecord()) {
                return (ToLongFunction<Object>) compiled(field, "applyAsLong", ToLongFunction.class, LONG_GETTER)
                        .invoke();
            }
            MethodHandle getter = handle(field).asType(LONG_GETTER);
            return value -> readLong(getter, value);
        } catch (Throwable problem) {
            throw unreadable(field, problem);
        }
    }

    /** Reads any field, boxed if need be. */
    @SuppressWarnings("unchecked")
    static Function<Object, Object> object(Field field) {
        try {
            if (field.getDeclaringClass().isRecord()) {
                return (Function<Object, Object>)
                        compiled(field, "apply", Function.class, OBJECT_GETTER).invoke();
            }
            MethodHandle getter = handle(field).asType(OBJECT_GETTER);
            return value -> readObject(getter, value);
        } catch (Throwable problem) {
            throw unreadable(field, problem);
        }
    }

    private static MethodHandle compiled(Field field, String method, Class<?> function, MethodType erased)
            throws IllegalAccessException, NoSuchMethodException, LambdaConversionException {
        Class<?> owner = field.getDeclaringClass();
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
        MethodHandle accessor = lookup.findVirtual(owner, field.getName(), MethodType.methodType(field.getType()));
        Class<?> result = erased.returnType() == long.class ? long.class : boxed(field.getType());
        CallSite site = LambdaMetafactory.metafactory(
                lookup,
                method,
                MethodType.methodType(function),
                erased,
                accessor,
                MethodType.methodType(result, owner));
        return site.getTarget();
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static MethodHandle handle(Field field) throws IllegalAccessException {
        field.setAccessible(true);
        return MethodHandles.lookup().unreflectGetter(field);
    }

    private static long readLong(MethodHandle getter, Object value) {
        try {
            return (long) getter.invokeExact(value);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object readObject(MethodHandle getter, Object value) {
        try {
            return (Object) getter.invokeExact(value);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static IllegalArgumentException unreadable(Field field, Throwable problem) {
        return new IllegalArgumentException(field + " cannot be read for a stable encoding", problem);
    }
}
