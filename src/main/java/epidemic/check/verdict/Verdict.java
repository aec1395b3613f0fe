package epidemic.check.verdict;

import java.util.List;

/**
 * What a judge says.
 *
 * @param guarantee what was asked for
 * @param ruling what came out
 * @param anomalies examples of what was found, at most {@value #ANOMALIES_MAX} of a name; empty unless violated
 * @param found how many anomalies there are in all, as far as they were counted
 * @param notes what else the reader should know: which operations were judged, why it is undecided
 * @param operations how many operations were judged
 */
public record Verdict(
        String guarantee, Ruling ruling, List<Anomaly> anomalies, long found, List<String> notes, int operations) {
    /** How many anomalies of one name are shown. */
    public static final int ANOMALIES_MAX = 5;

    /** What came out. */
    public enum Ruling {
        /** The guarantee holds for this history. */
        HOLDS,
        /** It does not. */
        VIOLATED,
        /** The judge cannot tell: a rule for the workload is broken, or a bound was reached. */
        UNDECIDED
    }

    /** Copies the lists. */
    public Verdict {
        anomalies = List.copyOf(anomalies);
        notes = List.copyOf(notes);
    }

    /** Whether an anomaly of this name was found. */
    public boolean names(String anomaly) {
        return anomalies.stream().anyMatch(one -> one.name().equals(anomaly));
    }
}
