package epidemic.check.history;

import java.util.List;

/**
 * An operation: an invocation and its completion.
 *
 * @param number its place among the operations of the history, by invocation, from 0
 * @param process the client; single-threaded
 * @param function {@code txn}, or {@code final} for the full reads at the end
 * @param invoked when it was asked for
 * @param completed when its answer was in; {@link Moment#NEVER} if the history ends before
 * @param outcome what the client knows
 * @param steps the micro-operations, with what was read if it is ok
 * @param label what the history says of it beyond that
 */
public record Op(
        int number,
        long process,
        String function,
        Moment invoked,
        Moment completed,
        Outcome outcome,
        List<Step> steps,
        Label label) {
    /** The same operation with other steps. */
    public Op with(List<Step> otherSteps) {
        return new Op(number, process, function, invoked, completed, outcome, otherSteps, label);
    }

    /** What the client knows of an operation. */
    public enum Outcome {
        /** It happened. */
        OK,
        /** It did not happen and never will. */
        FAIL,
        /** It may have happened, or may yet. */
        INFO
    }

    /**
     * A line of the history.
     *
     * @param index its place in the history, from 0; the order of indexes is the order of real time
     * @param nanos since the start, by the driver's clock
     */
    public record Moment(int index, long nanos) {
        /** After everything else. */
        public static final Moment NEVER = new Moment(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * What else is known.
     *
     * @param node the node that executed it, or "" if unknown
     * @param layer that node's layer; 0 if unknown
     * @param tx the transaction's id, or "" if unknown
     * @param version the version created or read, or {@link #NONE}
     * @param nseq the node's counter of reads, or {@link #NONE}
     * @param hash the node's state hash, or "" if unknown
     */
    public record Label(String node, int layer, String tx, long version, long nseq, String hash) {
        /** No number is known. */
        public static final long NONE = -1;

        /** Nothing is known. */
        public static final Label EMPTY = new Label("", 0, "", NONE, NONE, "");
    }

    /** Copies the steps. */
    public Op {
        steps = List.copyOf(steps);
    }

    /** Whether it happened. */
    public boolean isOk() {
        return outcome == Outcome.OK;
    }

    /** Whether it has a write or an append. */
    public boolean isUpdate() {
        for (Step step : steps) {
            if (step instanceof Step.Change) {
                return true;
            }
        }
        return false;
    }

    /** Whether the history says at which version it was executed. */
    public boolean hasVersion() {
        return label.version() != Label.NONE;
    }

    /** Whether this operation ended before the other began. One with unknown outcome may take effect at any time later. */
    public boolean isBefore(Op other) {
        return end() < other.invoked.index();
    }

    /** The index after which it certainly has no further effect; that of {@link Moment#NEVER} if it is unknown. */
    public int end() {
        return outcome == Outcome.INFO ? Moment.NEVER.index() : completed.index();
    }

    /** Its name in explanations, such as {@code T12}: 12 is the index of its invocation. */
    public String name() {
        return "T" + invoked.index();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name()).append(" (process ").append(process);
        if (!label.node().isEmpty()) {
            text.append(" at ").append(label.node());
        }
        if (hasVersion()) {
            text.append(", version ").append(label.version());
        }
        text.append(", ")
                .append(outcome.name().toLowerCase(java.util.Locale.ROOT))
                .append("):");
        for (Step step : steps) {
            text.append(' ').append(describe(step));
        }
        return text.toString();
    }

    /** A step in the short form of explanations, such as {@code r(9)=[1 2]}. */
    public static String describe(Step step) {
        if (step instanceof Step.Read read) {
            return "r(" + read.key() + ")=" + read.seen();
        }
        Step.Change change = (Step.Change) step;
        String name = change instanceof Step.Append ? "append(" : "w(";
        return name + change.key() + "," + change.value() + ")";
    }
}
