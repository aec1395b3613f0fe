package epidemic.protocol.replicatedlog;

import epidemic.kernel.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Test switches of single secondaries as a text of the configuration, such as {@code S1 append-delay=10s, S2
 * error-before-append=50 error-after-append=10}, or {@code none}.
 */
final class SwitchesText {
    /** What is allowed, for people. */
    static final String ALLOWED = "none, or a text such as 'S1 append-delay=10s, S2 error-before-append=50',";

    private static final String NONE = "none";
    private static final Pattern VALUE = Pattern.compile("(\\d{1,7})(ms|s|m|)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L);

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
        Matcher value = VALUE.matcher(word.substring(equals + 1));
        if (!Switches.isSwitch(key) || !value.matches()) {
            throw wrong(text, "'" + word + "' is no switch");
        }
        boolean isDelay = key.equals(Switches.DELAY);
        Long unit = MILLIS.get(value.group(2));
        boolean hasItsUnit = isDelay ? unit != null : value.group(2).isEmpty();
        long number = Long.parseLong(value.group(1)) * (isDelay && hasItsUnit ? unit : 1);
        Optional<Switches> after = switches.after(new Operation.Write(key, Long.toString(number)));
        return after.filter(fits -> hasItsUnit)
                .orElseThrow(() -> wrong(text, "'" + word + "': " + Switches.allowed(key) + " is allowed"));
    }

    private static IllegalArgumentException wrong(String text, String what) {
        return new IllegalArgumentException(
                "epidemic.replicated-log.test.per-node = " + text + ": " + what + "; " + ALLOWED + " is allowed");
    }
}
