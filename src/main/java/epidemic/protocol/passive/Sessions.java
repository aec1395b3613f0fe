package epidemic.protocol.passive;

import epidemic.kernel.NodeId;
import epidemic.model.session.SessionGate;

/** The session gates of the nodes. Whoever is ahead of a replica is sent to the main one, which has all there is. */
final class Sessions {
    private Sessions() {}

    /** A gate at which nobody waits. */
    static SessionGate gate(NodeId self, PassiveConfig config, String help) {
        SessionGate.Planted planted = config.mutant() == PassiveMutant.IGNORE_SESSION
                ? SessionGate.Planted.IGNORE_SESSION
                : SessionGate.Planted.NONE;
        return new SessionGate(self, config.sessionWait().toNanos(), planted, help, () -> PassiveConfig.MAIN);
    }
}
