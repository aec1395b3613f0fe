package epidemic.lab.primarybackup;

import epidemic.kernel.Message;
import epidemic.protocol.primarybackup.PrimaryBackupMessage;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.Map;

/** An epoch has one primary: nobody else replicates in it. */
final class OnePrimary implements Invariant {
    private final Map<Long, SimNode> primaries = new HashMap<>();

    @Override
    public String name() {
        return "one-primary";
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PrimaryBackupMessage.Replicate replicate) {
            SimNode known = primaries.putIfAbsent(replicate.epoch(), from);
            if (known != null && known != from) {
                throw new CheckFailure(
                        name(), from + " and " + known + " are both the primary of epoch " + replicate.epoch());
            }
        }
    }

    @Override
    public void afterBatch(SimNode node) {}
}
