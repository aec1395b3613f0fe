package epidemic.lab.replicatedlog;

import epidemic.sim.Fault;
import epidemic.sim.FaultLimits;
import epidemic.sim.Simulation;

/** What {@code replicated-log} tolerates: everything but the loss of the master's disk. */
final class ReplicatedLogLimits implements FaultLimits {
    @Override
    public boolean permits(Fault fault, Simulation simulation) {
        return !(fault instanceof Fault.CrashEmpty empty && empty.node().equals(ReplicatedLogScenario.MASTER));
    }
}
