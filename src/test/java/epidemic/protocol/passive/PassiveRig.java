package epidemic.protocol.passive;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.Replica;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node of {@code passive}, its context, and short words for what happens to it. */
final class PassiveRig {
    static final NodeId M = NodeId.of("M");
    static final NodeId R1 = NodeId.of("R1");
    static final NodeId R2 = NodeId.of("R2");
    static final long SECOND = 1_000_000_000;

    final Replica replica;
    final RecordingContext context;

    private PassiveRig(NodeId node, Settings settings, List<VersionEntry> found) {
        this.replica = new PassiveStrategy().replica(node, settings);
        this.context = new RecordingContext(node, 1);
        found.forEach(replica::recover);
        replica.onStart(context);
        replica.onBatchEnd(context);
    }

    static PassiveRig started(NodeId node, VersionEntry... found) {
        return started(node, settings(), found);
    }

    static PassiveRig started(NodeId node, Settings settings, VersionEntry... found) {
        return new PassiveRig(node, settings, List.of(found));
    }

    static MapSettings settings() {
        return new MapSettings()
                .with("replicas", 2L)
                .with("cache", Duration.ofSeconds(10))
                .with("fetch-timeout", Duration.ofSeconds(1))
                .with("session-wait", Duration.ofSeconds(1))
                .with("max-in-flight", 3L)
                .with("history-window", 1_000L)
                .with("idle-clients-max", 10L)
                .with("copy-max-versions", 100L);
    }

    static VersionEntry entry(long version, String key, String value) {
        return new VersionEntry(version, new RequestId("c", version), M, 0, List.of(new Operation.Write(key, value)));
    }

    static Transaction write(long sequence, String key, String value) {
        return new Transaction(new RequestId("c", sequence), 0, List.of(new Operation.Write(key, value)));
    }

    static Transaction read(int layer, String key, Session session) {
        return new Transaction(new RequestId("r", 1), layer, List.of(new Operation.Read(key)), session);
    }

    void at(long nanos) {
        context.nowNanos = nanos;
    }

    void request(Transaction transaction) {
        replica.onRequest(new RecordingContext.Client(transaction.id().toString()), transaction, context);
        replica.onBatchEnd(context);
    }

    void durable(long version) {
        replica.onDurable(version, context);
        replica.onBatchEnd(context);
    }

    /** A client writes, and the disk has it. */
    void made(long version, String key, String value) {
        request(write(version, key, value));
        durable(version);
    }

    void fetch(NodeId from, long afterVersion) {
        fetch(from, new PassiveMessage.Fetch(afterVersion, Mark.UNKNOWN, false));
    }

    void fetch(NodeId from, PassiveMessage.Fetch question) {
        replica.onQuestion(from, new RecordingContext.Asker(from), question, context);
        replica.onBatchEnd(context);
    }

    void answered(PassiveMessage question, PassiveMessage answer) {
        replica.onAnswer(M, question, answer, context);
        replica.onBatchEnd(context);
    }

    void timer() {
        replica.onTimer(MainReplica.COPY, context);
        replica.onBatchEnd(context);
    }

    List<Outcome> outcomes() {
        return context.replied.stream().map(RecordingContext.Replied::outcome).toList();
    }

    /** The versions that were sent to a replica, in the order in which they were. */
    List<Long> sentTo(NodeId to) {
        List<Long> versions = new ArrayList<>();
        for (RecordingContext.Sent sent : context.answered) {
            if (sent.to().equals(to) && sent.message() instanceof PassiveMessage.Fetched fetched) {
                fetched.entries().forEach(entry -> versions.add(entry.version()));
            }
        }
        return versions;
    }
}
