package epidemic.cli;

import epidemic.contract.FreePorts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All processes on the loopback of this machine, at free ports. */
final class Loopback implements Network {
    private static final String ADDRESS = "127.0.0.1";

    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final Map<String, Integer> httpPorts = new ConcurrentHashMap<>();

    @Override
    public String host(String node) {
        return ADDRESS;
    }

    @Override
    public String bindHost(String node) {
        return ADDRESS;
    }

    @Override
    public int port(String node) {
        return ports.computeIfAbsent(node, one -> FreePorts.next());
    }

    @Override
    public String httpHost(String node) {
        return ADDRESS;
    }

    @Override
    public int httpPort(String node) {
        return httpPorts.computeIfAbsent(node, one -> FreePorts.next());
    }

    @Override
    public List<String> at(String node, List<String> command) {
        return command;
    }

    @Override
    public void close() {
        // Nothing was made.
    }
}
