package epidemic.sim;

/**
 * What a strategy says that it tolerates, as a gate in front of each fault of a plan: a fault that is not permitted does
 * not happen, and the trace says so. An instance belongs to one run and may remember what it has permitted.
 */
public interface FaultLimits {
    /** Whether the fault may happen now. */
    boolean permits(Fault fault, Simulation simulation);

    /** Everything may happen. */
    static FaultLimits none() {
        return (fault, simulation) -> true;
    }
}
