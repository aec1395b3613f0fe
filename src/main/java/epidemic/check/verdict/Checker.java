package epidemic.check.verdict;

import epidemic.check.history.RunRecord;

/** A judge of one guarantee. It knows histories and nothing of what made them. */
@FunctionalInterface
public interface Checker {
    /**
     * Judges a run. The same run gets the same verdict.
     *
     * @return holds only if the judge is sure of it
     */
    Verdict judge(RunRecord run);
}
