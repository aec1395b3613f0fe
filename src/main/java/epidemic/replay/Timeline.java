package epidemic.replay;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What was visible at which moment of a run, in the order of time. Bounded: a builder takes {@value #HAPPENINGS_MAX}
 * happenings, and what comes later is not kept. Immutable, so any moment can be asked for by any thread.
 */
public final class Timeline {
    /** How many happenings are kept: a run of some hundred virtual seconds, about 100 MB. */
    public static final int HAPPENINGS_MAX = 300_000;

    private final List<Happening> happenings;
    private final List<Happening.Told> told;
    private final List<Newest> newest;
    private final Map<NodeId, List<Happening.Changed>> tracks;
    private final boolean whole;

    /** From this moment on that version was the newest anywhere, until the next. */
    public record Newest(long atNanos, long version) {}

    private Timeline(Builder builder) {
        this.happenings = List.copyOf(builder.happenings);
        this.whole = builder.whole;
        this.told = new ArrayList<>();
        this.newest = new ArrayList<>();
        this.tracks = new TreeMap<>();
        happenings.forEach(this::sort);
    }

    private void sort(Happening happening) {
        if (happening instanceof Happening.Told event) {
            told.add(event);
        } else if (happening instanceof Happening.Changed changed) {
            tracks.computeIfAbsent(changed.node(), node -> new ArrayList<>()).add(changed);
            long version = changed.state().version();
            long before = newest.isEmpty() ? 0 : newest.get(newest.size() - 1).version();
            if (version > before) {
                newest.add(new Newest(changed.atNanos(), version));
            }
        }
    }

    /** Whether everything was kept. */
    public boolean isWhole() {
        return whole;
    }

    /** When the last thing happened that was kept. */
    public long lastNanos() {
        return happenings.isEmpty() ? 0 : happenings.get(happenings.size() - 1).atNanos();
    }

    /** What a node was at a moment: all that happened up to and at it counts. O(log happenings). */
    public NodeState stateOf(NodeId node, long atNanos) {
        return changeOf(node, atNanos).state();
    }

    /** The last change of a node up to a moment. */
    public Happening.Changed changeOf(NodeId node, long atNanos) {
        List<Happening.Changed> track = tracks.getOrDefault(node, List.of());
        int end = firstAfter(track, atNanos, Happening::atNanos);
        return end == 0 ? new Happening.Changed(0, node, NodeState.UNSEEN, false) : track.get(end - 1);
    }

    /** All changes of a node, in the order of time. */
    public List<Happening.Changed> changesOf(NodeId node) {
        return List.copyOf(tracks.getOrDefault(node, List.of()));
    }

    /** What happened after one moment, up to and at another. */
    public List<Happening> between(long afterNanos, long untilNanos) {
        return piece(happenings, afterNanos, untilNanos, Happening::atNanos);
    }

    /** What was told up to a moment: the newest {@code limit}, oldest first. */
    public List<Happening.Told> toldUntil(long atNanos, int limit) {
        int end = firstAfter(told, atNanos, Happening::atNanos);
        return told.subList(Math.max(0, end - limit), end);
    }

    /** When which version was the newest anywhere, up to a moment; versions only grow. */
    public List<Newest> newestUntil(long atNanos) {
        return newest.subList(0, firstAfter(newest, atNanos, Newest::atNanos));
    }

    /** The moment of the next step behind this one. */
    public OptionalLong nextStep(long afterNanos) {
        int index = firstAfter(happenings, afterNanos, Happening::atNanos);
        while (index < happenings.size() && !happenings.get(index).isStep()) {
            index++;
        }
        return index < happenings.size() ? OptionalLong.of(happenings.get(index).atNanos()) : OptionalLong.empty();
    }

    /** The moment of the last step before this one. */
    public OptionalLong stepBefore(long beforeNanos) {
        int index = firstAfter(happenings, beforeNanos - 1, Happening::atNanos) - 1;
        while (index >= 0 && !happenings.get(index).isStep()) {
            index--;
        }
        return index >= 0 ? OptionalLong.of(happenings.get(index).atNanos()) : OptionalLong.empty();
    }

    private static <T> List<T> piece(List<T> all, long afterNanos, long untilNanos, ToLongFunction<T> at) {
        int first = firstAfter(all, afterNanos, at);
        return all.subList(first, Math.max(first, firstAfter(all, untilNanos, at)));
    }

    /** The index of the first item behind a moment; the size if there is none. */
    private static <T> int firstAfter(List<T> all, long atNanos, ToLongFunction<? super T> at) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at.applyAsLong(all.get(middle)) > atNanos) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Takes what happens, in the order of time. Not thread-safe. */
    public static final class Builder {
        private final List<Happening> happenings = new ArrayList<>();
        private final int max;
        private boolean whole = true;

        /** With the usual bound. */
        public Builder() {
            this(HAPPENINGS_MAX);
        }

        /**
         * With another bound.
         *
         * @param max how many happenings are kept
         */
        public Builder(int max) {
            this.max = max;
        }

        /**
         * Takes one more.
         *
         * @throws IllegalArgumentException if it was before the last one
         */
        public void add(Happening happening) {
            if (happenings.size() >= max) {
                whole = false;
                return;
            }
            if (!happenings.isEmpty()
                    && happening.atNanos()
                            < happenings.get(happenings.size() - 1).atNanos()) {
                throw new IllegalArgumentException(happening + " was before the last happening");
            }
            happenings.add(happening);
        }

        /** The network lost the message that was taken last. */
        public void lastWasLost() {
            int last = happenings.size() - 1;
            if (last >= 0 && whole && happenings.get(last) instanceof Happening.Sent sent) {
                happenings.set(last, new Happening.Sent(sent.atNanos(), sent.from(), sent.to(), sent.kind(), true));
            }
        }

        /** All that was taken. */
        public Timeline build() {
            return new Timeline(this);
        }
    }
}
