package epidemic.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Whether a person sits in front of this process: standard input and output are a terminal, and nothing is piped. */
final class SystemTerminal {
    private SystemTerminal() {}

    /** Whether there is one. */
    static boolean isThere() {
        return isTerminal(Optional.ofNullable(System.console()), Console.class);
    }

    /** Before Java 22 a console was there on terminals only; since then there always is one, which knows. */
    static <C> boolean isTerminal(Optional<C> console, Class<C> type) {
        return console.map(there -> saysSo(there, type)).orElse(false);
    }

    private static <C> boolean saysSo(C console, Class<C> type) {
        try {
            return (boolean) type.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unexpected) {
            throw new IllegalStateException("the console does not tell whether it is a terminal", unexpected);
        }
    }
}
