package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.Transport;
import java.util.Map;

/** Carries envelopes to the nodes of other processes; what goes to nobody known is lost. Thread-safe. */
final class ClusterTransport implements Transport {
    private final Transport local;
    private final Map<NodeId, PeerLink> links;

    /**
     * A transport.
     *
     * @param local carries what is for the nodes of this process
     */
    ClusterTransport(Transport local, Map<NodeId, PeerLink> links) {
        this.local = local;
        this.links = Map.copyOf(links);
    }

    @Override
    public void send(NodeId to, NodeCall.Envelope envelope) {
        PeerLink link = links.get(to);
        if (link == null) {
            local.send(to, envelope);
        } else {
            link.post(envelope);
        }
    }

    @Override
    public void flush() {
        links.values().forEach(PeerLink::flush);
    }
}
