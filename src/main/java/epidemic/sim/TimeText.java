package epidemic.sim;

/** Times as text: a whole number and a unit out of ns, us, ms and s. Nothing is rounded. */
public final class TimeText {
    private static final long STEP = 1_000;
    private static final String[] UNITS = {"ns", "us", "ms", "s"};

    private TimeText() {}

    /** The time in the largest unit that keeps it whole. */
    public static String of(long nanos) {
        long number = nanos;
        int unit = 0;
        while (unit + 1 < UNITS.length && number != 0 && number % STEP == 0) {
            number /= STEP;
            unit++;
        }
        return number + UNITS[unit];
    }

    /**
     * Reads a time in nanoseconds.
     *
     * @throws IllegalArgumentException if it is not of this form
     */
    public static long parse(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        long factor = 1;
        for (String unit : UNITS) {
            if (text.substring(end).equals(unit)) {
                return Math.multiplyExact(Long.parseLong(text.substring(0, end)), factor);
            }
            factor *= STEP;
        }
        throw new IllegalArgumentException("'" + text + "' is no time: a whole number and ns, us, ms or s is allowed");
    }
}
