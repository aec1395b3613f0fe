package epidemic.lab.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import epidemic.protocol.primarybackup.PrimaryBackupMessage;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rare situations of {@code primary-backup}, recognised from outside. */
final class PrimaryBackupProbes implements SimObserver {
    private final List<Probe> all = new ArrayList<>();

    private final Probe promoted = probe("backup-promoted");
    private final Probe tookOver = probe("promotion-with-updates-taken-over");
    private final Probe fenced = probe("old-primary-fenced");
    private final Probe deposed = probe("client-of-a-deposed-primary");
    private final Probe askedAgain = probe("request-forwarded-again");
    private final Probe copied = probe("copy-of-a-forwarded-request");
    private final Probe leftOut = probe("backup-left-out");
    private final Probe hanging = probe("backup-with-a-hanging-disk-left-out");
    private final Probe takenIn = probe("backup-taken-in-again");
    private final Probe behind = probe("backup-brought-up");
    private final Probe loaded = probe("old-entries-read-from-disk");
    private final Probe learner = probe("promise-of-a-node-that-may-have-forgotten");
    private final Probe admitted = probe("node-admitted-again");
    private final Probe declined = probe("candidate-with-less-declined");
    private final Probe diverged = probe("deposed-primary-diverged");
    private final Probe lost = probe("held-updates-lost-in-a-promotion");
    private final Probe semiSyncGaveUp = probe("semi-sync-update-without-a-backup");
    private final Probe noQuorum = probe("refused-without-a-majority");
    private final Probe noPrimary = probe("refused-without-a-primary");
    private final Probe overloaded = probe("refused-as-overloaded");
    private final Probe staleBehind = probe("stale-read-behind-its-session");
    private final Probe lostTail = probe("session-has-seen-what-was-lost");
    private final Probe emptied = probe("node-restarts-empty");
    private final Probe torn = probe("torn-tail");
    private final Probe writeFailed = probe("write-failed");

    private final Set<String> seen = new HashSet<>();
    private Optional<SimNode> primary = Optional.empty();

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
        return new PrimaryBackupProbes().all.stream().map(Probe::name).toList();
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PrimaryBackupMessage.Fenced) {
            fenced.see();
        } else if (message instanceof PrimaryBackupMessage.Forward forward) {
            askedAgain.seeIf(forward.attempt() > forward.number());
        } else if (message instanceof PrimaryBackupMessage.Replicated replicated) {
            behind.seeIf(replicated.standing() == PrimaryBackupMessage.Standing.BEHIND && replicated.next() > 0);
        } else if (message instanceof PrimaryBackupMessage.Replicate replicate) {
            admitted.seeIf(replicate.admittedLife() > 1);
        } else if (message instanceof PrimaryBackupMessage.Granted granted) {
            learner.seeIf(!granted.isMember());
        } else if (message instanceof PrimaryBackupMessage.Declined) {
            declined.see();
        }
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PrimaryBackupMessage.Forward forward) {
            copied.seeIf(!seen.add(from.id() + " " + forward.life() + " " + forward.attempt()));
        }
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        String text = observation.text();
        if (text.startsWith("is the primary")) {
            promoted.seeIf(primary.filter(before -> before != node).isPresent());
            tookOver.seeIf(!text.contains("with 0 updates"));
            primary = Optional.of(node);
        }
        leftOut.seeIf(observation.kind().equals("left-out"));
        hanging.seeIf(observation.kind().equals("left-out") && text.contains("its disk"));
        takenIn.seeIf(observation.kind().equals("taken-in"));
        diverged.seeIf(observation.kind().equals(Observation.DIVERGED));
        lost.seeIf(observation.kind().equals(Observation.UPDATES_LOST));
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown unknown) {
            deposed.seeIf(unknown.message().contains("not the primary any more"));
            semiSyncGaveUp.seeIf(unknown.message().startsWith("no backup"));
        } else if (outcome instanceof Outcome.Refused refused) {
            noQuorum.seeIf(refused.reason() == Outcome.Reason.NO_QUORUM);
            noPrimary.seeIf(refused.reason() == Outcome.Reason.NOT_SERVING);
            overloaded.seeIf(refused.reason() == Outcome.Reason.OVERLOADED);
            boolean isBehind = refused.reason() == Outcome.Reason.SESSION_AHEAD;
            staleBehind.seeIf(isBehind && transaction.layer() == 1);
            lostTail.seeIf(isBehind && transaction.layer() == 0);
        }
    }

    @Override
    public void loaded(SimNode node, int entryCount) {
        loaded.seeIf(entryCount > 0);
    }

    @Override
    public void emptied(SimNode node) {
        emptied.see();
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean isTorn) {
        torn.seeIf(isTorn);
    }

    @Override
    public void writeFailed(SimNode node) {
        writeFailed.see();
    }
}
