package epidemic.kernel;

import java.util.Objects;
import java.util.Optional;

/**
 * A figure or word that a strategy tells of a node beyond what all strategies do, for example {@code writes}, or {@code
 * health} of a peer.
 *
 * @param name what it is, for people; the same at all times, so that programs may look for it
 * @param peer the other node that it is about; empty if it is about the node itself
 * @param figure its value
 */
public record Detail(String name, Optional<NodeId> peer, Figure figure) {
    /** Refuses nulls. */
    public Detail {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(figure, "figure");
    }

    /** So many of something. */
    public static Detail count(String name, long count) {
        return new Detail(name, Optional.empty(), new Count(count));
    }

    /** A length of time. */
    public static Detail time(String name, long nanos) {
        return new Detail(name, Optional.empty(), new Time(nanos));
    }

    /** A part of a hundred. */
    public static Detail share(String name, long percent) {
        return new Detail(name, Optional.empty(), new Share(percent));
    }

    /** A state or a setting. */
    public static Detail word(String name, String text) {
        return new Detail(name, Optional.empty(), new Word(text));
    }

    /** The same about another node. */
    public Detail about(NodeId other) {
        return new Detail(name, Optional.of(other), figure);
    }

    /** What a detail may be. */
    public sealed interface Figure permits Count, Time, Share, Word {
        /** It with its unit, for people. */
        String text();
    }

    /**
     * So many of something.
     *
     * @param count the number, 0 or more
     */
    public record Count(long count) implements Figure {
        @Override
        public String text() {
            return Long.toString(count);
        }
    }

    /**
     * A length of time.
     *
     * @param nanos in nanoseconds, 0 or more
     */
    public record Time(long nanos) implements Figure {
        private static final long MILLISECOND = 1_000_000;

        @Override
        public String text() {
            boolean isWhole = nanos % MILLISECOND == 0;
            return (isWhole ? Long.toString(nanos / MILLISECOND) : Double.toString(nanos / (double) MILLISECOND))
                    + " ms";
        }
    }

    /**
     * A part of a hundred.
     *
     * @param percent 0 to 100
     */
    public record Share(long percent) implements Figure {
        @Override
        public String text() {
            return percent + " %";
        }
    }

    /**
     * A state or a setting.
     *
     * @param text for people
     */
    public record Word(String text) implements Figure {}
}
