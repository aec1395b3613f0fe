package epidemic.lab.layered;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.layered.LayeredMessage;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rare situations of {@code layered}, recognised from outside: by messages, outcomes, observations, crashes and views.
 */
final class LayeredProbes implements SimObserver {
    private static final int CORE_COUNT = LayeredScenario.CORE.size();

    private final List<Probe> all = new ArrayList<>();

    private final Probe partialAckThenCrash = probe("partial-ack-then-crash");
    private final Probe concurrentStamps = probe("concurrent-stamps-at-three-nodes");
    private final Probe replicateAskedAgain = probe("replicate-asked-again");
    private final Probe inheritedBatches = probe("view-change-with-inherited-batches");
    private final Probe coordinatorCrash = probe("coordinator-crash");
    private final Probe rivalCoordinators = probe("rival-coordinators");
    private final Probe learnerFetch = probe("learner-fetch");
    private final Probe pushToDeadNode = probe("push-to-a-dead-node");
    private final Probe longPropagation = probe("propagation-in-several-messages");
    private final Probe oldEntriesLoaded = probe("old-entries-read-from-disk");
    private final Probe retryAnsweredTwice = probe("retry-answered-twice");
    private final Probe retryAfterRestart = probe("retry-answered-by-a-later-life");
    private final Probe sessionWait = probe("session-wait");
    private final Probe sessionRefused = probe("session-refused");
    private final Probe sessionRedirected = probe("session-redirected");
    private final Probe sessionServedElsewhere = probe("session-served-after-a-redirection");
    private final Probe sessionLayer2 = probe("session-kept-at-layer-2");
    private final Probe coreBehindSession = probe("core-node-behind-a-session");
    private final Probe coreReadWaited = probe("core-read-waited");
    private final Probe peerAwayRefused = probe("refused-as-a-peer-is-away");
    private final Probe overloaded = probe("refused-as-overloaded");
    private final Probe toldUnknown = probe("told-unknown");
    private final Probe restartEmpty = probe("core-node-restarts-empty");
    private final Probe tornTail = probe("torn-tail");
    private final Probe tailLost = probe("core-node-lost-an-unsynced-tail");
    private final Probe coreBlackout = probe("whole-core-down");
    private final Probe earlierLife = probe("mail-of-an-earlier-life");
    private final Probe lateAnswer = probe("late-answer");
    private final Probe pausedAway = probe("paused-node-held-for-away");
    private final Probe writeFailed = probe("write-failed");
    private final Probe viewOfTwo = probe("view-without-one-core-node");
    private final Probe confirmedByTwo = probe("confirmed-without-one-core-node");
    private final Probe takenInAgain = probe("left-out-node-taken-in-again");
    private final Probe staleAcknowledgement = probe("acknowledgement-of-an-older-epoch");
    private final Probe journaledPending = probe("pending-batches-out-of-a-journal");
    private final Probe broughtUp = probe("lazy-node-brought-up-by-a-snapshot");
    private final Probe learnerBroughtUp = probe("core-node-brought-up-by-a-snapshot");
    private final Probe recoveredFromSnapshot = probe("recovered-from-a-snapshot");
    private final Probe leftOutRead = probe("read-at-a-left-out-node-refused");

    /** What an origin's newest question to hold a batch has come to. */
    private final long[] askedSequence = new long[CORE_COUNT];

    private final long[] askedEpoch = new long[CORE_COUNT];
    private final int[] acknowledgements = new int[CORE_COUNT];
    /** The epoch that a core node is trying to bring about, 0 for none. */
    private final long[] coordinated = new long[CORE_COUNT];

    private final Map<RequestId, Long> answered = new HashMap<>();
    private final Set<RequestId> redirected = new HashSet<>();
    private final Map<RequestId, Waiting> waiting = new HashMap<>();

    /** A read that has come to a node. */
    private record Waiting(SimNode node, long sinceNanos, long version) {}

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
        return new LayeredProbes().all.stream().map(Probe::name).toList();
    }

    private static boolean isCore(SimNode node) {
        return node.index() < CORE_COUNT;
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof LayeredMessage.Replicate replicate) {
            onReplicate(from, replicate);
        } else if (message instanceof LayeredMessage.Propagate propagate) {
            pushToDeadNode.seeIf(!to.isRunning());
            long last = propagate.afterVersion() + propagate.entries().size();
            longPropagation.seeIf(!propagate.entries().isEmpty() && last < propagate.upTo());
        } else if (message instanceof LayeredMessage.Prepare prepare) {
            rivalCoordinators.seeIf(hasRival(from));
            coordinated[from.index()] = prepare.epoch();
        } else if (message instanceof LayeredMessage.Install install) {
            inheritedBatches.seeIf(!install.inherited().isEmpty());
            int members = install.view().members().size();
            viewOfTwo.seeIf(members < CORE_COUNT);
            takenInAgain.seeIf(members == CORE_COUNT
                    && from.view().members().size() < CORE_COUNT
                    && from.view().epoch() > 0);
        }
    }

    private boolean hasRival(SimNode coordinator) {
        for (int other = 0; other < CORE_COUNT; other++) {
            if (other != coordinator.index() && coordinated[other] > 0) {
                return true;
            }
        }
        return false;
    }

    private void onReplicate(SimNode from, LayeredMessage.Replicate replicate) {
        int origin = from.index();
        long sequence = replicate.batch().sequence();
        long epoch = replicate.batch().epoch();
        if (epoch > askedEpoch[origin] || sequence > askedSequence[origin]) {
            askedEpoch[origin] = epoch;
            askedSequence[origin] = sequence;
            acknowledgements[origin] = 0;
            concurrentStamps.seeIf(allHaveOpenBatches());
        } else {
            replicateAskedAgain.seeIf(sequence < askedSequence[origin] || acknowledgements[origin] > 0);
        }
    }

    private boolean allHaveOpenBatches() {
        for (int origin = 0; origin < CORE_COUNT; origin++) {
            if (askedSequence[origin] == 0 || acknowledgements[origin] >= CORE_COUNT - 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof LayeredMessage.Replicated replicated) {
            staleAcknowledgement.seeIf(replicated.epoch() < to.view().epoch());
            if (replicated.sequence() == askedSequence[to.index()] && replicated.epoch() == askedEpoch[to.index()]) {
                acknowledgements[to.index()]++;
            }
        } else if (message instanceof LayeredMessage.FetchVersions) {
            learnerFetch.see();
        }
    }

    @Override
    public void ignored(SimNode from, SimNode to, Message message, Ignored why) {
        earlierLife.seeIf(why == Ignored.EARLIER_LIFE);
        lateAnswer.seeIf(why == Ignored.LATE_ANSWER);
    }

    @Override
    public void loaded(SimNode node, int entryCount) {
        oldEntriesLoaded.seeIf(entryCount > 0);
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        tornTail.seeIf(torn);
        if (!isCore(node)) {
            return;
        }
        tailLost.seeIf(lostCount > 0);
        partialAckThenCrash.seeIf(acknowledgements[node.index()] == 1);
        coordinatorCrash.seeIf(coordinated[node.index()] > 0);
        coordinated[node.index()] = 0;
        acknowledgements[node.index()] = 0;
        askedSequence[node.index()] = 0;
        coreBlackout.seeIf(node.simulation().nodes().stream().noneMatch(other -> isCore(other) && other.isRunning()));
    }

    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        broughtUp.seeIf(!isCore(node));
        learnerBroughtUp.seeIf(isCore(node));
    }

    @Override
    public void started(SimNode node) {
        recoveredFromSnapshot.seeIf(node.snapshot().version() > 0);
        journaledPending.seeIf(isCore(node) && node.view().pending() > 0);
    }

    @Override
    public void emptied(SimNode node) {
        restartEmpty.seeIf(isCore(node));
    }

    @Override
    public void requested(SimNode node, Transaction transaction) {
        if (!transaction.isUpdate() && node.isUp()) {
            waiting.put(
                    transaction.id(),
                    new Waiting(
                            node, node.simulation().nowNanos(), node.history().version()));
        }
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            onCommitted(node, transaction);
        } else if (outcome instanceof Outcome.Refused refused) {
            leftOutRead.seeIf(!transaction.isUpdate() && isLeftOut(node));
            onRefused(node, transaction, refused);
            peerAwayRefused.seeIf(refused.reason() == Outcome.Reason.PEER_AWAY);
            overloaded.seeIf(refused.reason() == Outcome.Reason.OVERLOADED);
        } else {
            toldUnknown.see();
        }
    }

    private void onRefused(SimNode node, Transaction transaction, Outcome.Refused refused) {
        boolean isAhead = refused.reason() == Outcome.Reason.SESSION_AHEAD;
        sessionRefused.seeIf(isAhead && refused.redirect().isEmpty());
        if (refused.redirect().isPresent()) {
            sessionRedirected.see();
            redirected.add(transaction.id());
        }
        coreBehindSession.seeIf(isAhead && isCore(node));
        sessionLayer2.seeIf(isAhead && transaction.layer() == 2);
    }

    /** Whether a later view without this core node serves. */
    private static boolean isLeftOut(SimNode node) {
        return isCore(node)
                && node.isUp()
                && node.simulation().nodes().stream()
                        .anyMatch(other -> isCore(other)
                                && other.isUp()
                                && other.view().serving()
                                && other.view().epoch() > node.view().epoch()
                                && !other.view().members().contains(node.id()));
    }

    private void onCommitted(SimNode node, Transaction transaction) {
        if (transaction.isUpdate()) {
            confirmedByTwo.seeIf(node.view().members().size() < CORE_COUNT);
            Long life = answered.put(transaction.id(), node.incarnation());
            retryAnsweredTwice.seeIf(life != null);
            retryAfterRestart.seeIf(life != null && node.incarnation() > 1);
            return;
        }
        sessionServedElsewhere.seeIf(isCore(node) && redirected.remove(transaction.id()));
        Waiting read = waiting.remove(transaction.id());
        if (read != null && read.node() == node) {
            boolean waited = read.sinceNanos() < node.simulation().nowNanos();
            coreReadWaited.seeIf(
                    waited && isCore(node) && read.version() < node.history().version());
            sessionWait.seeIf(!isCore(node) && transaction.session().version() > read.version());
        }
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        if (observation.kind().equals("view-installed")) {
            coordinated[node.index()] = 0;
        } else if (observation.kind().equals("peer-away")) {
            for (SimNode other : node.simulation().nodes()) {
                pausedAway.seeIf(other.isPaused()
                        && observation.text().startsWith(other.id().name()));
            }
        }
    }

    @Override
    public void writeFailed(SimNode node) {
        writeFailed.see();
    }
}
