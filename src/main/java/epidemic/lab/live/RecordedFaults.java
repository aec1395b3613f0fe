package epidemic.lab.live;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.LinkFaults;
import epidemic.runtime.actor.NodePair;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Faults that a history takes, too. */
public final class RecordedFaults implements FaultControl {
    private final FaultControl faults;
    private final LiveHistory history;

    /** Passes everything on, and notes it. */
    public RecordedFaults(FaultControl faults, LiveHistory history) {
        this.faults = faults;
        this.history = history;
    }

    @Override
    public CompletionStage<Done> crash(NodeId node) {
        history.fault("kill", node + " is stopped on purpose");
        return faults.crash(node);
    }

    @Override
    public CompletionStage<Done> restart(NodeId node) {
        history.fault("restart", node + " is started on its log");
        return faults.restart(node);
    }

    @Override
    public void set(Collection<NodePair> links, LinkFault fault) {
        String function = fault.cut() ? "partition" : fault.equals(LinkFault.NONE) ? "heal" : "slow";
        history.fault(function, links + ": " + fault.words());
        faults.set(links, fault);
    }

    @Override
    public LinkFaults links() {
        return faults.links();
    }
}
