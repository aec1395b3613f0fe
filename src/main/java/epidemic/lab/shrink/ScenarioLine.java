package epidemic.lab.shrink;

import epidemic.sim.TimeText;

/**
 * A line of a scenario file.
 *
 * @param file its name, for messages
 * @param number from 1
 * @param text without the blank space at its ends
 */
record ScenarioLine(String file, int number, String text) {
    boolean isSkipped() {
        return text.isEmpty() || text.startsWith("#");
    }

    /** The first word. */
    String keyword() {
        return words(2)[0];
    }

    /** What stands behind the first word; empty if nothing does. */
    String rest() {
        String[] words = words(2);
        return words.length < 2 ? "" : words[1];
    }

    /** The words, the last one with all that is left. */
    String[] words(int most) {
        return text.split("\\s+", most);
    }

    /** The only word behind the first. */
    String value(String allowed) {
        String rest = rest();
        if (rest.isEmpty() || rest.contains(" ") || rest.contains("\t")) {
            throw bad("'" + text + "'", allowed);
        }
        return rest;
    }

    long number(String word, String allowed) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException noNumber) {
            throw bad("'" + word + "' is no number", allowed);
        }
    }

    /** A time of 0 or more. */
    long time(String word, String allowed) {
        try {
            long nanos = TimeText.parse(word);
            if (nanos >= 0) {
                return nanos;
            }
        } catch (IllegalArgumentException | ArithmeticException noTime) {
            // Told below, together with times below 0.
        }
        throw bad("'" + word + "' is no time of 0 or more in ns, us, ms or s", allowed);
    }

    ScenarioSyntaxException bad(String wrong, String allowed) {
        return problem(wrong + ": " + allowed + " is allowed");
    }

    ScenarioSyntaxException problem(String problem) {
        return new ScenarioSyntaxException(file + ":" + number + ": " + problem);
    }
}
