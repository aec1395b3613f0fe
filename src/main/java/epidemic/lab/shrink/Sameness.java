package epidemic.lab.shrink;

import epidemic.lab.SeedResult;
import java.util.Optional;

/** Shows: the same guarantee does not hold, and it is the planted error's fault, if there is one. */
public final class Sameness implements Shrinker.Oracle {
    private static final String ERROR = "replica-error";

    private final GoldenStage stage;
    private final String wanted;

    /**
     * An oracle.
     *
     * @param violation what is looked for
     */
    public Sameness(GoldenStage stage, SeedResult.Violation violation) {
        this.stage = stage;
        this.wanted = signature(violation);
    }

    /** Errors of one sort are thrown in one way. */
    private static String signature(SeedResult.Violation violation) {
        return violation.guarantee().equals(ERROR)
                ? ERROR + " " + violation.message().split("[: ]", 2)[0]
                : violation.guarantee();
    }

    @Override
    public boolean shows(GoldenScenario candidate) {
        try {
            return violation(candidate).map(Sameness::signature).equals(Optional.of(wanted))
                    && (candidate.mutant().isEmpty()
                            || violation(candidate.withMutant(Optional.empty())).isEmpty());
        } catch (IllegalArgumentException outOfRange) {
            return false;
        }
    }

    private Optional<SeedResult.Violation> violation(GoldenScenario candidate) {
        return stage.run(candidate).violation();
    }
}
