package epidemic.runtime.trace;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a distributed trace, as the header {@code traceparent} of the W3C's Trace Context tells it (Recommendation of
 * 2021, section 3.2): {@code 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all 0: the whole trace
 * @param spanId 16 such digits, not all 0: the step in it
 * @param flags 0 to 255, of which 1 says that somebody records the trace
 */
public record Trace(String traceId, String spanId, int flags) {
    /** The header's name. */
    public static final String HEADER = "traceparent";

    private static final String VARIABLE = "TRACEPARENT";
    private static final int LENGTH_MAX = 512;
    /** Only what this version knows is handed on: section 4.2. */
    private static final int FLAGS_KNOWN = 1;

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern ZEROS = Pattern.compile("0+");

    /**
     * Reads the header. Empty if it is missing, stands there twice or is not of the form: then it is as if it was not
     * there. Of later versions the known beginning is read (section 3.2.4).
     */
    public static Optional<Trace> parse(List<String> values) {
        if (values.size() != 1 || values.get(0).length() > LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(values.get(0).strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean isVersion = !form.group(1).equals("ff") && (!form.group(1).equals("00") || form.group(5) == null);
        boolean isNothing = isZero(form.group(2)) || isZero(form.group(3));
        return isVersion && !isNothing
                ? Optional.of(
                        new Trace(form.group(2), form.group(3), Integer.parseInt(form.group(4), 16) & FLAGS_KNOWN))
                : Optional.empty();
    }

    /** The trace that the environment variable {@code TRACEPARENT} names, as a build or a shell hands it on. */
    public static Optional<Trace> ofEnvironment() {
        return Optional.ofNullable(System.getenv(VARIABLE)).flatMap(value -> parse(List.of(value)));
    }

    /** A trace that begins here, which nobody records. */
    public static Trace begin() {
        return new Trace(hex() + hex(), hex(), 0);
    }

    /** A next step in the same trace. */
    public Trace next() {
        return new Trace(traceId, hex(), flags);
    }

    /** The header's value. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (flags == 0 ? "-00" : "-01");
    }

    private static boolean isZero(String digits) {
        return ZEROS.matcher(digits).matches();
    }

    private static String hex() {
        long bits = ThreadLocalRandom.current().nextLong();
        return String.format("%016x", bits == 0 ? 1 : bits);
    }
}
