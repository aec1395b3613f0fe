package epidemic.sim.planted;

import epidemic.protocol.StrategyCatalog;
import org.apache.pekko.actor.typed.ActorRef;

/** A part of the simulator that knows what it must not: the architecture test shows that its net catches it. */
final class ImpureSimulator {
    int knowsStrategies() {
        return StrategyCatalog.all().size();
    }

    String knowsTheOtherHost(ActorRef<String> reference) {
        return reference.toString();
    }
}
