package epidemic.check.verdict;

import epidemic.check.history.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what a judge finds. Confined to one judgement. */
public final class Findings {
    private final String guarantee;
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Map<String, Integer> countByName = new HashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> doubts = new LinkedHashSet<>();
    private long found;

    /** Findings about a guarantee. */
    public Findings(String guarantee) {
        this.guarantee = guarantee;
    }

    /** Something forbidden. */
    public void add(Anomaly anomaly) {
        found++;
        if (countByName.merge(anomaly.name(), 1, Integer::sum) <= Verdict.ANOMALIES_MAX) {
            anomalies.add(anomaly);
        }
    }

    /** Something forbidden that is no cycle. */
    public void add(String name, String explanation, Op... operations) {
        add(Anomaly.of(name, explanation, operations));
    }

    /** Something the reader should know. */
    public void note(String text) {
        notes.add(text);
    }

    /** A reason for which the judge cannot say that the guarantee holds. */
    public void doubt(String reason) {
        doubts.add(reason);
    }

    /** Whether something forbidden was found. */
    public boolean isViolated() {
        return found > 0;
    }

    /** Whether there is a reason for doubt. */
    public boolean isDoubtful() {
        return !doubts.isEmpty();
    }

    /** The verdict. */
    public Verdict verdict(int operations) {
        List<String> all = new ArrayList<>(doubts);
        all.addAll(notes);
        Verdict.Ruling ruling =
                isViolated() ? Verdict.Ruling.VIOLATED : isDoubtful() ? Verdict.Ruling.UNDECIDED : Verdict.Ruling.HOLDS;
        return new Verdict(guarantee, ruling, anomalies, found, all, operations);
    }
}
