package epidemic.check;

import epidemic.check.history.History;
import epidemic.check.history.RunRecord;
import epidemic.check.history.View;
import epidemic.check.order.Linearizable;
import epidemic.check.order.OrderSearch;
import epidemic.check.session.Causal;
import epidemic.check.session.SessionGuarantee;
import epidemic.check.session.SessionGuarantee.Kind;
import epidemic.check.transaction.Serializable;
import epidemic.check.transaction.Serializable.Order;
import epidemic.check.verdict.Checker;
import epidemic.check.verdict.Findings;
import epidemic.check.verdict.Verdict;
import epidemic.check.version.BoundedStaleness;
import epidemic.check.version.Convergence;
import epidemic.check.version.ExactlyOnce;
import epidemic.check.version.Prefix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The guarantees that can be judged, by the names users know. */
public enum Guarantee {
    /** Each key behaves as if every operation took effect at one moment while it ran. */
    LINEARIZABLE("each key, by itself: operations take effect at one moment while they run"),
    /** There is an order of the transactions that explains all reads. */
    SERIALIZABLE("one order of all transactions explains all reads"),
    /** The same, and the order keeps to that of each session. */
    STRONG_SESSION_SERIALIZABLE("serializable, in the order of each session"),
    /** The same, and the order keeps to real time. */
    STRICT_SERIALIZABLE("serializable, in the order of real time"),
    /** Nobody sees an effect without its causes. */
    CAUSAL("nobody sees an effect without its causes"),
    /** See {@link Kind#READ_YOUR_WRITES}. */
    READ_YOUR_WRITES("a read shows what its session wrote"),
    /** See {@link Kind#MONOTONIC_READS}. */
    MONOTONIC_READS("a session's reads never go back"),
    /** See {@link Kind#MONOTONIC_WRITES}. */
    MONOTONIC_WRITES("a session's writes take effect in its order, everywhere"),
    /** See {@link Kind#WRITES_FOLLOW_READS}. */
    WRITES_FOLLOW_READS("a write takes effect after what its session had read, everywhere"),
    /** Reads show the state at their version. */
    PREFIX("a read at version n shows the first n updates; node logs are prefixes of one order"),
    /** Reads below the core are not too old. */
    BOUNDED_STALENESS("layer 1 is fewer than a batch behind, layer 2 at most a period"),
    /** Updates take effect once. */
    EXACTLY_ONCE("ok updates take effect once, failed ones never"),
    /** Nodes end with the same state. */
    CONVERGENCE("the final reads of all nodes show the same");

    private final String meaning;

    Guarantee(String meaning) {
        this.meaning = meaning;
    }

    /** The name that users write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it means, in a line. */
    public String meaning() {
        return meaning;
    }

    /**
     * The guarantee of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static Guarantee named(String name) {
        for (Guarantee guarantee : values()) {
            if (guarantee.label().equals(name)) {
                return guarantee;
            }
        }
        List<String> all = Arrays.stream(values()).map(Guarantee::label).toList();
        throw new IllegalArgumentException("guarantee '" + name + "'; allowed are " + String.join(", ", all));
    }

    /**
     * The view that is judged unless another is asked for. Where the history has reads below the core, these are left
     * out of what is promised in real time, and are the sessions of their nodes for the rest.
     */
    public View usualView(History history) {
        if (!history.hasLayers()) {
            return View.ALL;
        }
        return this == LINEARIZABLE || this == STRICT_SERIALIZABLE ? View.CORE : View.NODES;
    }

    /** Judges a run in the usual view. */
    public Verdict judge(RunRecord run) {
        return judge(run, Optional.empty());
    }

    /** Judges a run; an empty history is undecided. */
    public Verdict judge(RunRecord run, Optional<View> asked) {
        View view = asked.orElse(usualView(run.history()));
        History judged = view.of(run.history());
        if (judged.operations().isEmpty()) {
            Findings findings = new Findings(label());
            findings.doubt("there are no operations to judge");
            return findings.verdict(0);
        }
        Verdict verdict = checker(view).judge(run.with(judged));
        List<String> notes = new java.util.ArrayList<>(verdict.notes());
        if (run.history().hasLayers()) {
            notes.add("view " + view.name().toLowerCase(Locale.ROOT));
        }
        return new Verdict(
                verdict.guarantee(),
                verdict.ruling(),
                verdict.anomalies(),
                verdict.found(),
                notes,
                verdict.operations());
    }

    private Checker checker(View view) {
        int bound = OrderSearch.CONFIGURATIONS_MAX;
        switch (this) {
            case LINEARIZABLE:
                return new Linearizable(bound);
            case SERIALIZABLE:
                return new Serializable(Order.ANY, view, bound);
            case STRONG_SESSION_SERIALIZABLE:
                return new Serializable(Order.SESSION, view, bound);
            case STRICT_SERIALIZABLE:
                return new Serializable(Order.REALTIME, view, bound);
            case CAUSAL:
                return new Causal(view);
            case READ_YOUR_WRITES:
                return new SessionGuarantee(Kind.READ_YOUR_WRITES, view);
            case MONOTONIC_READS:
                return new SessionGuarantee(Kind.MONOTONIC_READS, view);
            case MONOTONIC_WRITES:
                return new SessionGuarantee(Kind.MONOTONIC_WRITES, view);
            case WRITES_FOLLOW_READS:
                return new SessionGuarantee(Kind.WRITES_FOLLOW_READS, view);
            case PREFIX:
                return new Prefix();
            case BOUNDED_STALENESS:
                return new BoundedStaleness();
            case EXACTLY_ONCE:
                return new ExactlyOnce();
            default:
                return new Convergence();
        }
    }
}
