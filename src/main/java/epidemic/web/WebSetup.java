package epidemic.web;

import epidemic.client.ClientWatch;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.NodeDirectory;

/**
 * What the server stands in front of.
 *
 * @param strategy the strategy's name
 * @param topology its nodes and links
 * @param directory where the nodes are now
 * @param faults crashes and restarts nodes, cuts and slows links
 * @param traffic the observer that the nodes were given; one server takes its events
 * @param settings the server's own settings
 * @param watch is told what clients ask for and are told
 * @param others what happened at other processes
 */
public record WebSetup(
        String strategy,
        Topology topology,
        NodeDirectory directory,
        FaultControl faults,
        TrafficRecorder traffic,
        WebSettings settings,
        ClientWatch watch,
        NewsOfOthers others) {
    /** A setup with all nodes in this process. */
    public WebSetup(
            String strategy,
            Topology topology,
            NodeDirectory directory,
            FaultControl faults,
            TrafficRecorder traffic,
            WebSettings settings,
            ClientWatch watch) {
        this(strategy, topology, directory, faults, traffic, settings, watch, NewsOfOthers.NONE);
    }

    /** A setup whose clients nobody watches. */
    public WebSetup(
            String strategy,
            Topology topology,
            NodeDirectory directory,
            FaultControl faults,
            TrafficRecorder traffic,
            WebSettings settings) {
        this(strategy, topology, directory, faults, traffic, settings, ClientWatch.NONE);
    }

    Shown shown() {
        return new Shown(strategy, topology, settings.faultsEnabled());
    }
}
