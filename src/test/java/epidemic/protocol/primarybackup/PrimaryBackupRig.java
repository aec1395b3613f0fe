package epidemic.protocol.primarybackup;

import epidemic.kernel.Detail;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Granted;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicate;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Stand;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One node whose peers are played by the test. */
final class PrimaryBackupRig {
    static final NodeId N1 = NodeId.of("N1");
    static final NodeId N2 = NodeId.of("N2");
    static final NodeId N3 = NodeId.of("N3");
    static final long MILLIS = 1_000_000;
    static final long BEAT_MILLIS = 100;

    final NodeId self;
    final PrimaryBackupReplica replica;
    final RecordingContext context;
    /** Whether the journal's disk works. */
    boolean journalConfirms = true;
    /** Whether that of the version log works. */
    boolean logConfirms = true;

    private long confirmedWrites;
    private long confirmedVersion;
    private int clients;

    PrimaryBackupRig(NodeId self, MapSettings settings) {
        this.self = self;
        this.replica = new PrimaryBackupReplica(self, PrimaryBackupConfig.of(settings));
        this.context = new RecordingContext(self, 1);
        this.context.nowNanos = 1_000_000_000;
    }

    static MapSettings settings(String mode) {
        return new MapSettings()
                .with("mode", mode)
                .with("nodes", 3L)
                .with("promotion", true)
                .with("beat-interval", Duration.ofMillis(BEAT_MILLIS))
                .with("suspect-after", Duration.ofSeconds(1))
                .with("leave-out-after", Duration.ofSeconds(5))
                .with("retry-interval", Duration.ofMillis(250))
                .with("semi-sync-wait", Duration.ofMillis(700))
                .with("forward-timeout", Duration.ofSeconds(5))
                .with("session-wait", Duration.ofSeconds(1))
                .with("max-in-flight", 2L)
                .with("batch-max-updates", 10L)
                .with("history-window", 1_000L)
                .with("idle-clients-max", 100L)
                .with("journal-max-bytes", 1_000_000L);
    }

    PrimaryBackupRig start() {
        replica.onStart(context);
        return end();
    }

    /** N1 as the primary of epoch 1, both backups in step with nothing. */
    static PrimaryBackupRig primary(String mode) {
        return primary(settings(mode));
    }

    /** The same with async, and so few versions in memory. */
    static PrimaryBackupRig primaryWithWindow(long versions) {
        return primary(settings("async").with("history-window", versions));
    }

    static PrimaryBackupRig primary(MapSettings settings) {
        PrimaryBackupRig rig = new PrimaryBackupRig(N1, settings).start();
        rig.beat();
        rig.grant();
        rig.grant();
        rig.acknowledge(N2, 0);
        rig.acknowledge(N3, 0);
        rig.context.clear();
        return rig;
    }

    /** Both peers say yes to what they were asked last. */
    void grant() {
        for (NodeId peer : List.of(N2, N3)) {
            replica.onAnswer(peer, last(peer, Stand.class), new Granted(true, 1), context);
            end();
        }
    }

    /** N2 as a backup of N1 in epoch 1, with nothing. */
    static PrimaryBackupRig backup(String mode) {
        return backup(settings(mode));
    }

    static PrimaryBackupRig backup(MapSettings settings) {
        PrimaryBackupRig rig = new PrimaryBackupRig(N2, settings).start();
        rig.replicate(N1, 1, List.of(new Span(1, 0)), 0, 0);
        rig.replicate(N1, 1, List.of(new Span(1, 0)), 0, 0);
        rig.context.clear();
        return rig;
    }

    /** The last question of a kind to a peer. */
    <T extends PrimaryBackupMessage> T last(NodeId peer, Class<T> type) {
        List<T> asked = context.questionsTo(peer, type);
        return asked.get(asked.size() - 1);
    }

    /** A backup answers the last question: its disk has everything up to this version. */
    void acknowledge(NodeId peer, long held) {
        Replicated answer = new Replicated(Standing.IN_STEP, true, 1, held, held);
        replica.onAnswer(peer, last(peer, Replicate.class), answer, context);
        end();
    }

    /** N3, which may have forgotten what it said, and N2 answer that they have nothing; then comes a beat. */
    void learnerAndBeat() {
        acknowledge(N2, 0);
        Replicated answer = new Replicated(Standing.IN_STEP, false, 2, 0, 0);
        replica.onAnswer(N3, last(N3, Replicate.class), answer, context);
        beat();
    }

    /** The same until the primary stands again, so that N3 counts. */
    PrimaryBackupRig standAgain() {
        while (role().equals("primary")) {
            learnerAndBeat();
        }
        return this;
    }

    String role() {
        return replica.view(context.nowNanos).role();
    }

    /** A backup has not joined yet, and has everything up to this version; a beat comes before, so that it is asked. */
    void behind(NodeId peer, long held) {
        Replicated answer = new Replicated(Standing.BEHIND, true, 1, held, held);
        replica.onAnswer(peer, last(peer, Replicate.class), answer, context);
        beat();
    }

    /** The own log has these entries behind a version. */
    void loaded(long after, long... versions) {
        List<VersionEntry> entries = new ArrayList<>();
        for (long version : versions) {
            entries.add(entry(version, self));
        }
        replica.onLoaded(after, entries, context);
        end();
    }

    /** Nothing came back to the last question. */
    void silent(NodeId peer) {
        replica.onSilence(peer, last(peer, Replicate.class), context);
        end();
    }

    /** A primary sends updates of these versions. */
    void replicate(NodeId from, long epoch, List<Span> lineage, long after, long committed, long... versions) {
        List<VersionEntry> entries = new ArrayList<>();
        for (long version : versions) {
            entries.add(entry(version, from));
        }
        Replicate question = new Replicate(epoch, 1, lineage, after, entries, committed, 1);
        replica.onQuestion(from, new RecordingContext.Asker(from), question, context);
        end();
    }

    static VersionEntry entry(long version, NodeId origin) {
        return new VersionEntry(
                version,
                new RequestId("of-" + origin, version),
                origin,
                0,
                List.of(new Operation.Write("k" + version, origin.name())));
    }

    void stand(NodeId from, long epoch, long label, long end) {
        replica.onQuestion(from, new RecordingContext.Asker(from), new Stand(epoch, label, end, false), context);
        end();
    }

    RecordingContext.Client update(int number) {
        return request(updateOf(number));
    }

    static Transaction updateOf(int number) {
        return new Transaction(new RequestId("c", number), 0, List.of(new Operation.Write("k", "v" + number)));
    }

    RecordingContext.Client request(Transaction transaction) {
        RecordingContext.Client client = new RecordingContext.Client("client-" + clients++);
        replica.onRequest(client, transaction, context);
        end();
        return client;
    }

    /** What clients were told. */
    List<Outcome> told() {
        return context.replied.stream().map(RecordingContext.Replied::outcome).toList();
    }

    /** The last answer to a peer. */
    Object answered() {
        return context.answered.get(context.answered.size() - 1).message();
    }

    /** The last answer to a primary. */
    Replicated replicated() {
        return (Replicated) answered();
    }

    PrimaryBackupRig beat() {
        return passTime(BEAT_MILLIS);
    }

    PrimaryBackupRig passTime(long millis) {
        for (long passed = 0; passed < millis; passed += BEAT_MILLIS) {
            context.nowNanos += BEAT_MILLIS * MILLIS;
            replica.onTimer(new TimerKey("beat"), context);
            end();
        }
        return this;
    }

    /** Ends the batch. The disk has everything at once, unless the test holds up the journal or the version log. */
    PrimaryBackupRig end() {
        replica.onBatchEnd(context);
        while (confirms()) {
            replica.onBatchEnd(context);
        }
        return this;
    }

    private boolean confirms() {
        long newest = context.appended.isEmpty()
                ? 0
                : context.appended.get(context.appended.size() - 1).version();
        if (journalConfirms && confirmedWrites < context.journalWrites) {
            confirmedWrites = context.journalWrites;
            replica.onJournaled(confirmedWrites, context);
            return true;
        } else if (logConfirms && confirmedVersion < newest) {
            confirmedVersion = newest;
            replica.onDurable(confirmedVersion, context);
            return true;
        }
        return false;
    }

    /** How many of something the node shows. */
    long count(String name) {
        return replica.view(context.nowNanos)
                .figure(name, Detail.Count.class)
                .orElseThrow()
                .count();
    }

    /** How many updates the node believes another one to be behind it. */
    long lagOf(NodeId node) {
        return replica.view(context.nowNanos)
                .figure("lag", node, Detail.Count.class)
                .orElseThrow()
                .count();
    }
}
