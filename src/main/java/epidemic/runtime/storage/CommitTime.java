package epidemic.runtime.storage;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The spelling of a commit's wall clock time: {@code 2026-11-21T02:37:48.123Z}, always 24 characters, so that equal
 * times are equal bytes.
 *
 * <p>Written by hand rather than by a {@code DateTimeFormatter}, since each line of a log passes here twice.
 */
final class CommitTime {
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int YEAR_MAX = 9999;

    private CommitTime() {}

    /**
     * The text of a time.
     *
     * @param millis milliseconds since 1970 UTC, in the years 0 to 9999
     * @throws IllegalArgumentException if the year has not four digits
     */
    static String format(long millis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, MILLIS_PER_SECOND),
                Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI,
                ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > YEAR_MAX) {
            throw new IllegalArgumentException("commit time " + millis + " ms: years 0 to 9999 are allowed");
        }
        char[] text = FORM.toCharArray();
        put(text, 0, 4, time.getYear());
        put(text, 5, 2, time.getMonthValue());
        put(text, 8, 2, time.getDayOfMonth());
        put(text, 11, 2, time.getHour());
        put(text, 14, 2, time.getMinute());
        put(text, 17, 2, time.getSecond());
        put(text, 20, 3, time.getNano() / NANOS_PER_MILLI);
        return new String(text);
    }

    /**
     * The time of a text, in milliseconds since 1970 UTC.
     *
     * @throws IllegalArgumentException if the text is not exactly of the form that {@link #format} writes
     */
    static long parse(String text) {
        if (!hasForm(text)) {
            throw malformed(text);
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 2),
                    number(text, 8, 2),
                    number(text, 11, 2),
                    number(text, 14, 2),
                    number(text, 17, 2));
            return time.toEpochSecond(ZoneOffset.UTC) * MILLIS_PER_SECOND + number(text, 20, 3);
        } catch (DateTimeException notInTheCalendar) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "committedAt '" + text + "': a time such as 2026-11-21T02:37:48.123Z is allowed");
    }

    private static boolean hasForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int index = 0; index < text.length(); index++) {
            char wanted = FORM.charAt(index);
            char found = text.charAt(index);
            boolean fits = wanted == '0' ? found >= '0' && found <= '9' : found == wanted;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static void put(char[] text, int at, int digits, int number) {
        int rest = number;
        for (int index = at + digits - 1; index >= at; index--) {
            text[index] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int number(String text, int at, int digits) {
        int number = 0;
        for (int index = at; index < at + digits; index++) {
            number = number * 10 + text.charAt(index) - '0';
        }
        return number;
    }
}
