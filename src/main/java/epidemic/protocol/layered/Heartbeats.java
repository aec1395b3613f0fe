package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import java.util.Optional;

/** What core nodes tell one another at a fixed interval: that they are there, where they stand, and leases. */
final class Heartbeats {
    private final boolean grantsLeases;
    private final LayeredMutant mutant;
    private final PeerWatch watch;
    private final Membership membership;
    private final CoreLog log;
    private final TotalOrder order;
    private final Leases leases;

    Heartbeats(
            LayeredConfig config,
            PeerWatch watch,
            Membership membership,
            CoreLog log,
            TotalOrder order,
            Leases leases) {
        this.grantsLeases = config.core().reconfigures();
        this.mutant = config.mutant();
        this.watch = watch;
        this.membership = membership;
        this.log = log;
        this.order = order;
        this.leases = leases;
    }

    /** Tells all peers. */
    void tellAll(ReplicaContext context) {
        watch.peers().forEach(peer -> tell(peer, context));
    }

    private void tell(NodeId peer, ReplicaContext context) {
        context.send(
                peer,
                new LayeredMessage.Heartbeat(
                        context.incarnation(),
                        membership.phase(),
                        membership.promised(),
                        membership.epoch(),
                        log.version(),
                        order.progress(),
                        watch.present(),
                        context.nowNanos(),
                        grant(peer)));
    }

    /** Grants a lease to a peer that is in the same view: from which moment of its clock on. */
    private Optional<Long> grant(NodeId peer) {
        boolean grants = grantsLeases
                && membership.isInView()
                && !watch.isAway(peer)
                && watch.last(peer).epoch() == membership.epoch();
        if (!grants) {
            return Optional.empty();
        }
        leases.grant(peer, watch.lastCameNanos(peer));
        return Optional.of(watch.last(peer).sentNanos());
    }

    /** A heartbeat came. A peer that has just started, or does not hear this node, is answered at once. */
    void heard(NodeId from, LayeredMessage.Heartbeat heartbeat, ReplicaContext context) {
        if (watch.heartbeat(from, heartbeat, context)) {
            tell(from, context);
        }
    }

    /** Takes a lease that a peer of the same view has granted. */
    void takeLease(NodeId from, LayeredMessage.Heartbeat heartbeat, ReplicaContext context) {
        if (heartbeat.leaseFrom().isPresent() && membership.isInView() && heartbeat.epoch() == membership.epoch()) {
            long since = heartbeat.leaseFrom().get();
            leases.hold(from, mutant == LayeredMutant.LEASE_ON_RECEIPT ? context.nowNanos() : since);
        }
    }
}
