package epidemic.protocol.replicatedlog;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.DigestChain;
import epidemic.model.lineage.LogMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Settings, messages and clients for tests of the replicas. */
final class LogRig {
    static final NodeId M = NodeId.of("M");
    static final NodeId S1 = NodeId.of("S1");
    static final NodeId S2 = NodeId.of("S2");

    private LogRig() {}

    static MapSettings settings() {
        return MapSettings.empty()
                .with("secondaries", 2L)
                .with("write-concern", 2L)
                .with("base-port", 9_000L)
                .with("max-waiting", 100L)
                .with("heartbeat-interval", Duration.ofMillis(500))
                .with("suspected-after", Duration.ofSeconds(2))
                .with("unhealthy-after", Duration.ofSeconds(5))
                .with("push-timeout", Duration.ofSeconds(2))
                .with("retry-interval", Duration.ofMillis(200))
                .with("retry-max", Duration.ofSeconds(1))
                .with("max-in-flight", 2L)
                .with("batch-max-messages", 2L)
                .with("batch-max-bytes", 1_000L)
                .with("gap-buffer", 3L)
                .with("gap-buffer-bytes", 1_000L)
                .with("session-wait", Duration.ofSeconds(1))
                .with("history-window", 100L)
                .with("idle-clients-max", 10L)
                .with("test.nodes", "all")
                .with("test.per-node", "none")
                .with("test.append-delay", Duration.ZERO)
                .with("test.error-before-append", 0L)
                .with("test.error-after-append", 0L);
    }

    /** A message as the master has it. */
    static VersionEntry entry(long id) {
        return new VersionEntry(id, new RequestId("c", id), M, 0, List.of(new Operation.Append("log", "Msg" + id)));
    }

    static List<VersionEntry> entries(long first, long last) {
        List<VersionEntry> entries = new ArrayList<>();
        for (long id = first; id <= last; id++) {
            entries.add(entry(id));
        }
        return entries;
    }

    static ReplicatedLogMessage.Push push(long epoch, long first, long last) {
        return new ReplicatedLogMessage.Push(epoch, mark(first - 1).digest(), entries(first, last));
    }

    /** Where the log of these messages is at the last of so many. */
    static LogMark mark(long id) {
        return mark(entries(1, id));
    }

    static LogMark mark(List<VersionEntry> log) {
        DigestChain chain = new DigestChain();
        log.forEach(chain::add);
        return chain.mark(log.size());
    }

    /** The log of a master that had lost its disk: other requests, from this message on. */
    static List<VersionEntry> otherEntries(long firstOther, long first, long last) {
        List<VersionEntry> entries = new ArrayList<>();
        for (VersionEntry entry : entries(first, last)) {
            boolean isOther = entry.version() >= firstOther;
            RequestId id = new RequestId(isOther ? "other" : "c", entry.version());
            entries.add(new VersionEntry(entry.version(), id, M, 0, entry.writes()));
        }
        return entries;
    }

    /** What such a master pushes. */
    static ReplicatedLogMessage.Push otherPush(long firstOther, long first, long last) {
        return new ReplicatedLogMessage.Push(
                9, mark(otherEntries(firstOther, 1, first - 1)).digest(), otherEntries(firstOther, first, last));
    }

    static ReplicatedLogMessage.Heartbeat heartbeat(long life, long id) {
        return new ReplicatedLogMessage.Heartbeat(life, mark(id));
    }

    static ReplicatedLogMessage.Held held(long life, long id) {
        return new ReplicatedLogMessage.Held(life, mark(id));
    }

    /** A client's append of its n-th message. */
    static Transaction append(int number, String text, int concern) {
        return new Transaction(
                new RequestId("c", number),
                0,
                List.of(new Operation.Append("log", text)),
                Session.NONE.withWriteConcern(concern));
    }

    static Transaction read(int layer, Session session) {
        return new Transaction(new RequestId("r", 1), layer, List.of(new Operation.Read("log")), session);
    }

    static RecordingContext.Client client(String name) {
        return new RecordingContext.Client(name);
    }

    /** The ids that clients were told of, as {@code name=id}, and the reasons of refusals, as {@code name=reason}. */
    static List<String> told(RecordingContext context) {
        return context.replied.stream()
                .map(reply -> ((RecordingContext.Client) reply.client()).name() + "=" + brief(reply.outcome()))
                .toList();
    }

    private static String brief(Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            return Long.toString(committed.version());
        }
        return outcome instanceof Outcome.Refused refused ? refused.reason().code() : "unknown";
    }
}
