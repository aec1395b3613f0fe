package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.model.session.SessionGate;
import java.util.function.Supplier;

/** The session gates of the layers. */
final class Sessions {
    private static final String CORE_HELP = "ask another core node, or leave the session out";
    private static final String LAZY_HELP = "read at the core, wait for the next propagation, or leave the session out";

    private Sessions() {}

    /** A gate at which nobody waits. */
    static SessionGate gate(NodeId self, LayeredConfig config, Supplier<NodeId> redirect) {
        return new SessionGate(
                self,
                config.layer1().sessionWait().toNanos(),
                planted(config.mutant()),
                LayeredTopology.CORE.contains(self) ? CORE_HELP : LAZY_HELP,
                redirect);
    }

    private static SessionGate.Planted planted(LayeredMutant mutant) {
        return switch (mutant) {
            case IGNORE_SESSION -> SessionGate.Planted.IGNORE_SESSION;
            case OWN_DEADLINE -> SessionGate.Planted.OWN_DEADLINE;
            default -> SessionGate.Planted.NONE;
        };
    }
}
