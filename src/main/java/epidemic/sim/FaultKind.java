package epidemic.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The sorts of faults, as {@code --faults} names them. */
public enum FaultKind {
    /** Messages are lost. */
    DROP,
    /** Messages arrive twice. */
    DUPLICATE,
    /** Messages arrive much later than others. */
    REORDER,
    /** A question arrives and its answer is lost; so are outcomes on their way to clients. */
    LOST_ANSWER,
    /** One direction of a link is cut. */
    CUT,
    /** Some nodes are cut off from the others. */
    PARTITION,
    /** A link is held up. */
    CLOG,
    /** A node stops and starts again on its disk. */
    CRASH,
    /** A node stops and starts again without its disk. */
    EMPTY,
    /** Several nodes stop at the same moment. */
    BLACKOUT,
    /** A crash loses or tears the tail of the log that the disk has not confirmed. */
    TEAR,
    /** A node is paused. */
    PAUSE,
    /** Disks are slow now and then. */
    SLOW_DISK,
    /** A write fails. */
    FAIL_DISK,
    /** Clocks drift, stand still and jump. */
    CLOCK,
    /** A host tells a node that a peer is gone, rightly or wrongly. */
    SUSPICION;

    /** The name in options and plans, for example {@code lost-answer}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a list such as {@code drop,crash}, {@code all}, {@code none} or {@code all,-clock}.
     *
     * @param defaults what {@code default} stands for
     * @throws IllegalArgumentException if a name is not known; the message lists those that are
     */
    public static Set<FaultKind> parse(String text, Set<FaultKind> defaults) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String part : text.split(",")) {
            String name = part.strip();
            if (name.equals("all")) {
                kinds.addAll(EnumSet.allOf(FaultKind.class));
            } else if (name.equals("default")) {
                kinds.addAll(defaults);
            } else if (name.startsWith("-")) {
                kinds.remove(named(name.substring(1)));
            } else if (!name.equals("none")) {
                kinds.add(named(name));
            }
        }
        return Collections.unmodifiableSet(kinds);
    }

    private static FaultKind named(String name) {
        List<String> codes = new ArrayList<>();
        for (FaultKind kind : values()) {
            if (kind.code().equals(name)) {
                return kind;
            }
            codes.add(kind.code());
        }
        throw new IllegalArgumentException("no fault '" + name + "': default, all, none, " + String.join(", ", codes)
                + " are allowed, and -NAME behind default or all");
    }
}
