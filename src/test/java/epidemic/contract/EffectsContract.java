package epidemic.contract;

import java.util.function.Consumer;

/**
 * The contract of the effects (docs/effects.md), clause by clause, for any host of replicas. A host passes it by a subclass
 * that makes {@link ContractHost}s.
 */
public abstract class EffectsContract
        implements TurnClauses,
                MailClauses,
                TimerClauses,
                DiskClauses,
                SnapshotClauses,
                JournalClauses,
                LifeClauses,
                ErrorClauses {
    /** On how many seeds each story is played. */
    protected abstract long seeds();

    /** A host with nothing started. */
    protected abstract ContractHost host(long seed);

    @Override
    public final void play(Consumer<Rig> story) {
        for (long seed = 1; seed <= seeds(); seed++) {
            try (ContractHost host = host(seed)) {
                Rig rig = new Rig(host);
                story.accept(rig);
                rig.assertNothingViolated();
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
    }
}
