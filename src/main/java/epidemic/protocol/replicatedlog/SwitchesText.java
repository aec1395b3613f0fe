package epidemic.protocol.replicatedlog;

import epidemic.kernel.Operation;
import java.util.Map;
import java.util.TreeMap;

/**
 * Test switches of single secondaries as a text of the configuration, such as {@code S1 append-delay=10s, S2
 * error-before-append=50 error-after-append=10}, or {@code none}.
 */
final class SwitchesText {
    /** What is allowed, for people. */
    static final String ALLOWED = "none, or a text such as 'S1 append-delay=10s, S2 error-before-append=50',";

    private static final String NONE = "none";
    private static final int DIGITS_MAX = 7;

    private SwitchesText() {}

    /**
     * The switches of each secondary that the text names; those that it does not name are off.
     *
     * @throws IllegalArgumentException if it is no such text; the message names the setting and what is wrong
     */
    static Map<String, Switches> parse(String text) {
        Map<String, Switches> perNode = new TreeMap<>();
        if (text.equals(NONE)) {
            return perNode;
        }
        for (String entry : text.split(",", -1)) {
            String[] words = entry.strip().split(" +");
            if (words.length < 2) {
                throw wrong(text, "'" + entry.strip() + "' is no secondary with its switches");
            }
            Switches switches = Switches.OFF;
            for (int index = 1; index < words.length; index++) {
                switches = after(switches, words[index], text);
            }
            if (perNode.put(words[0], switches) != null) {
                throw wrong(text, words[0] + " is there twice");
            }
        }
        return perNode;
    }

    private static Switches after(Switches switches, String word, String text) {
        int equals = word.indexOf('=');
        String key = "test." + word.substring(0, Math.max(0, equals));
        if (!Switches.isSwitch(key)) {
            throw wrong(text, "'" + word + "' is no switch");
        }
        String value = word.substring(equals + 1);
        String number = key.equals(Switches.DELAY) ? millis(value) : value;
        return switches.after(new Operation.Write(key, number.isEmpty() ? NONE : number))
                .orElseThrow(() -> wrong(text, "'" + word + "': " + Switches.allowed(key) + " is allowed"));
    }

    /** A duration as a number of milliseconds; {@link #NONE} if it is none. */
    private static String millis(String value) {
        int digits = 0;
        while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > DIGITS_MAX) {
            return NONE;
        }
        long number = Long.parseLong(value.substring(0, digits));
        return switch (value.substring(digits)) {
            case "ms" -> Long.toString(number);
            case "s" -> Long.toString(number * 1_000);
            case "m" -> Long.toString(number * 60_000);
            default -> NONE;
        };
    }

    private static IllegalArgumentException wrong(String text, String what) {
        return new IllegalArgumentException(
                "epidemic.replicated-log.test.per-node = " + text + ": " + what + "; " + ALLOWED + " is allowed");
    }
}
