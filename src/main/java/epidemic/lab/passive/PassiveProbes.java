package epidemic.lab.passive;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.passive.PassiveMessage;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rare situations of {@code passive}, recognised from outside. */
final class PassiveProbes implements SimObserver {
    private final List<Probe> all = new ArrayList<>();

    private final Probe changedWhileWaiting = probe("cache-time-changed-while-updates-wait");
    private final Probe atOnce = probe("cache-time-of-nothing");
    private final Probe badTime = probe("bad-cache-time-refused");
    private final Probe mainRestartsWaiting = probe("main-stops-while-updates-wait");
    private final Probe tailLost = probe("main-lost-an-unsynced-tail");
    private final Probe tornTail = probe("torn-tail");
    private final Probe allDown = probe("all-nodes-down");
    private final Probe replicaEmpty = probe("replica-restarts-empty");
    private final Probe caughtUp = probe("replica-catches-up-in-several-messages");
    private final Probe broughtUp = probe("replica-brought-up-by-a-snapshot");
    private final Probe recoveredFromSnapshot = probe("recovered-from-a-snapshot");
    private final Probe oldEntriesLoaded = probe("old-entries-read-from-disk");
    private final Probe lateAnswer = probe("late-answer");
    private final Probe earlierLife = probe("mail-of-an-earlier-life");
    private final Probe askedTwice = probe("replica-asks-again");
    private final Probe retryAnsweredTwice = probe("retry-answered-twice");
    private final Probe retryAfterRestart = probe("retry-answered-by-a-later-life");
    private final Probe overloaded = probe("refused-as-overloaded");
    private final Probe sessionRefused = probe("session-refused");
    private final Probe sessionRedirected = probe("session-redirected");
    private final Probe writeFailed = probe("write-failed");

    private final Map<RequestId, Long> answered = new HashMap<>();
    /** The version behind which each replica last asked. */
    private final Map<SimNode, Long> asked = new HashMap<>();

    private Probe probe(String name) {
        Probe probe = new Probe(name);
        all.add(probe);
        return probe;
    }

    /** All probes, in the order of {@link #names}. */
    List<Probe> all() {
        return all;
    }

    /** The names of all probes. */
    static List<String> names() {
        return new PassiveProbes().all.stream().map(Probe::name).toList();
    }

    private static boolean isMain(SimNode node) {
        return node.id().equals(PassiveScenario.MAIN);
    }

    private static boolean someWait(SimNode main) {
        for (SimNode node : main.simulation().nodes()) {
            if (node.logEnd() < main.logEnd()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        if (observation.kind().equals("cache-time")) {
            changedWhileWaiting.seeIf(someWait(node));
        } else if (observation.kind().equals("snapshot-copied")) {
            broughtUp.see();
        }
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PassiveMessage.Fetch fetch) {
            Long before = asked.put(from, fetch.afterVersion());
            askedTwice.seeIf(before != null && before == fetch.afterVersion());
        } else if (message instanceof PassiveMessage.Fetched fetched
                && !fetched.entries().isEmpty()) {
            VersionEntry last = fetched.entries().get(fetched.entries().size() - 1);
            caughtUp.seeIf(to.recoveredVersion() + 20 < last.version()
                    && fetched.entries().size() > 5);
        }
    }

    @Override
    public void ignored(SimNode from, SimNode to, Message message, Ignored why) {
        lateAnswer.seeIf(why == Ignored.LATE_ANSWER);
        earlierLife.seeIf(why == Ignored.EARLIER_LIFE);
    }

    @Override
    public void loaded(SimNode node, int entryCount) {
        oldEntriesLoaded.seeIf(entryCount > 0);
    }

    @Override
    public void started(SimNode node) {
        recoveredFromSnapshot.seeIf(
                node.snapshot() != Snapshot.EMPTY && node.snapshot().version() > 0);
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        tornTail.seeIf(torn);
        tailLost.seeIf(isMain(node) && lostCount > 0);
        mainRestartsWaiting.seeIf(isMain(node) && someWait(node));
        allDown.seeIf(node.simulation().nodes().stream().noneMatch(SimNode::isRunning));
    }

    @Override
    public void emptied(SimNode node) {
        replicaEmpty.see();
    }

    @Override
    public void writeFailed(SimNode node) {
        writeFailed.see();
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            badTime.seeIf(refused.reason() == Outcome.Reason.NOT_POSSIBLE);
            overloaded.seeIf(refused.reason() == Outcome.Reason.OVERLOADED);
            boolean isAhead = refused.reason() == Outcome.Reason.SESSION_AHEAD;
            sessionRefused.seeIf(isAhead && refused.redirect().isEmpty());
            sessionRedirected.seeIf(isAhead && refused.redirect().isPresent());
        } else if (outcome instanceof Outcome.Committed && transaction.isUpdate()) {
            Long life = answered.put(transaction.id(), node.incarnation());
            retryAnsweredTwice.seeIf(life != null);
            retryAfterRestart.seeIf(life != null && life < node.incarnation());
            atOnce.seeIf(transaction.operations().get(0) instanceof Operation.Write write
                    && write.key().equals(PassiveScenario.CACHE)
                    && write.value().startsWith("0.000000"));
        }
    }
}
