package epidemic.lab.replicatedlog;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.protocol.replicatedlog.ReplicatedLogMessage;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rare situations of {@code replicated-log}, recognised from outside: by messages, outcomes, observations and crashes. */
final class ReplicatedLogProbes implements SimObserver {
    private final List<Probe> all = new ArrayList<>();

    private final Probe sentAgain = probe("messages-sent-again");
    private final Probe duplicate = probe("duplicate-at-a-secondary");
    private final Probe gap = probe("message-behind-a-gap");
    private final Probe gapFull = probe("gap-buffer-full");
    private final Probe errorBefore = probe("error-before-append");
    private final Probe errorAfter = probe("error-after-append");
    private final Probe caughtUpEmpty = probe("empty-secondary-caught-up");
    private final Probe loaded = probe("old-messages-read-from-disk");
    private final Probe pushToDeadNode = probe("push-to-a-dead-node");
    private final Probe masterRestart = probe("master-started-again-with-messages");
    private final Probe masterLost = probe("master-lost-an-unsynced-tail");
    private final Probe suspected = probe("secondary-suspected");
    private final Probe unhealthy = probe("secondary-unhealthy");
    private final Probe healthyAgain = probe("unhealthy-secondary-healthy-again");
    private final Probe noQuorum = probe("refused-without-a-quorum");
    private final Probe overloaded = probe("refused-as-too-many-wait");
    private final Probe overtaken = probe("answered-after-a-later-message");
    private final Probe toldTwice = probe("request-answered-twice");
    private final Probe toldByLaterLife = probe("request-answered-by-a-later-life");
    private final Probe readerWaited = probe("reader-ahead-of-its-secondary");

    private final Map<NodeId, Long> sentUpTo = new HashMap<>();
    private final Set<SimNode> emptied = new HashSet<>();
    private final Map<RequestId, Long> answeredInLife = new HashMap<>();
    private long newestTold;

    private Probe probe(String name) {
        Probe probe = new Probe(name);
        all.add(probe);
        return probe;
    }

    /** All probes, in the order of reports. */
    List<Probe> all() {
        return all;
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof ReplicatedLogMessage.Push push) {
            sentAgain.seeIf(push.first() <= sentUpTo.getOrDefault(to.id(), 0L));
            sentUpTo.merge(to.id(), push.last(), Math::max);
            pushToDeadNode.seeIf(!to.isRunning());
        } else if (message instanceof ReplicatedLogMessage.Failed failed) {
            errorBefore.seeIf(failed.reason().contains("before the append"));
            errorAfter.seeIf(failed.reason().contains("after the append"));
            gapFull.seeIf(failed.reason().contains("behind a gap"));
        }
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof ReplicatedLogMessage.Push push) {
            duplicate.seeIf(push.first() <= to.history().version());
            gap.seeIf(push.first() > to.logEnd() + 1);
        }
    }

    @Override
    public void loaded(SimNode node, int entryCount) {
        loaded.see();
    }

    @Override
    public void emptied(SimNode node) {
        emptied.add(node);
        sentUpTo.remove(node.id());
    }

    @Override
    public void started(SimNode node) {
        masterRestart.seeIf(isMaster(node) && node.recoveredVersion() > 0);
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        masterLost.seeIf(isMaster(node) && lostCount > 0);
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        if (observation.kind().equals("health")) {
            suspected.seeIf(observation.text().contains("is Suspected"));
            unhealthy.seeIf(observation.text().contains("is Unhealthy"));
            healthyAgain.seeIf(observation.text().contains("was Unhealthy"));
        }
    }

    @Override
    public void requested(SimNode node, Transaction transaction) {
        boolean isReader = node.isUp() && !isMaster(node) && !transaction.isUpdate();
        readerWaited.seeIf(
                isReader && transaction.session().version() > node.history().version());
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            noQuorum.seeIf(refused.reason() == Outcome.Reason.NO_QUORUM);
            overloaded.seeIf(refused.reason() == Outcome.Reason.OVERLOADED);
        } else if (outcome instanceof Outcome.Committed committed && transaction.isUpdate()) {
            told(node, transaction.id(), committed.version());
        } else if (outcome instanceof Outcome.Committed committed && emptied.contains(node)) {
            caughtUpEmpty.seeIf(committed.version() > 0);
        }
    }

    private void told(SimNode master, RequestId request, long id) {
        overtaken.seeIf(id < newestTold);
        newestTold = Math.max(newestTold, id);
        Long before = answeredInLife.put(request, master.incarnation());
        toldTwice.seeIf(before != null);
        toldByLaterLife.seeIf(before != null && before < master.incarnation());
    }

    private static boolean isMaster(SimNode node) {
        return node.id().equals(ReplicatedLogScenario.MASTER);
    }
}
