package epidemic.runtime.figures;

import java.util.concurrent.atomic.LongAdder;

/** One kind of question from one node to another. Thread-safe. */
public final class LinkFigures {
    private final String kind;
    private final Distribution answers = new Distribution(Scale.SECONDS);
    private final Distribution updates = new Distribution(Scale.COUNT);
    private final LongAdder silences = new LongAdder();

    LinkFigures(String kind) {
        this.kind = kind;
    }

    /** A question leaves that carries so many updates, 0 for none. */
    public void asked(int carried) {
        if (carried > 0) {
            updates.record(carried);
        }
    }

    /** An answer came so long after its question. */
    public void answered(long nanos) {
        answers.record(nanos);
    }

    /** No answer came in time. */
    public void silent() {
        silences.increment();
    }

    /** The kind of the question. */
    public String kind() {
        return kind;
    }

    /** Times from question to answer. */
    public Distribution answers() {
        return answers;
    }

    /** How many updates the questions carried that carried any. */
    public Distribution updates() {
        return updates;
    }

    /** Questions whose deadline passed. */
    public long silences() {
        return silences.sum();
    }
}
