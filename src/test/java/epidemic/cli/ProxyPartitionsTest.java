package epidemic.cli;

/** The network is cut at TCP proxies between the processes. */
class ProxyPartitionsTest extends PartitionContract {
    @Override
    Network.Cuttable network() {
        return new Wires();
    }
}
