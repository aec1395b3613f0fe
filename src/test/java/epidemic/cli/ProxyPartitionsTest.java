package epidemic.cli;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The network is cut at TCP proxies between the processes. */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class ProxyPartitionsTest extends PartitionContract {
    @Override
    Network.Cuttable network() {
        return new Wires();
    }
}
