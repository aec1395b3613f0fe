package epidemic.contract;

import epidemic.sim.SimHost;

/** The simulator. */
class SimHostTest extends EffectsContract {
    @Override
    protected long seeds() {
        return 50;
    }

    @Override
    protected ContractHost host(long seed) {
        return new SimHost(seed);
    }
}
