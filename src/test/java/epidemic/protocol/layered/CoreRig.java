package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Handle;
import epidemic.kernel.MapSettings;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.clock.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One core node whose peers are played by the test. */
final class CoreRig {
    static final NodeId A1 = NodeId.of("A1");
    static final NodeId A2 = NodeId.of("A2");
    static final NodeId A3 = NodeId.of("A3");
    static final NodeId B1 = NodeId.of("B1");
    static final long MILLIS = 1_000_000;

    final NodeId self;
    final CoreReplica replica;
    final RecordingContext context;
    final List<NodeId> peers = new ArrayList<>(LayeredTopology.CORE);
    long epoch;
    /** Whether the journal's disk works. */
    boolean journalConfirms = true;

    private long confirmedWrites;

    CoreRig(NodeId self, MapSettings settings) {
        this.self = self;
        this.replica = new CoreReplica(self, LayeredConfig.of(settings));
        this.context = new RecordingContext(self, 1);
        this.context.nowNanos = 1_000_000_000;
        this.peers.remove(self);
    }

    /** A node that takes part in a view with both peers. */
    static CoreRig serving(NodeId self) {
        return serving(self, MapSettings.layered());
    }

    static CoreRig serving(NodeId self, MapSettings settings) {
        return new CoreRig(self, settings).start().serve(7, List.of());
    }

    CoreRig start() {
        replica.onStart(context);
        return end();
    }

    /** A peer coordinates a view of this epoch, and serves it. */
    CoreRig serve(long newEpoch, List<Batch> inherited) {
        epoch = newEpoch;
        NodeId coordinator = peers.get(0);
        long version = replica.history().version();
        question(coordinator, new LayeredMessage.Prepare(epoch, 1, version));
        question(
                coordinator,
                new LayeredMessage.Install(
                        new View(epoch, LayeredTopology.CORE),
                        1,
                        Map.of(A1, 1L, A2, 1L, A3, 1L),
                        version,
                        List.of(),
                        inherited));
        peers.forEach(peer -> heartbeat(peer, Phase.SERVING, epoch));
        end();
        context.clear();
        return this;
    }

    void heartbeat(NodeId peer, Phase phase, long installed) {
        heartbeat(peer, 1, phase, installed, 0);
    }

    void heartbeat(NodeId peer, long incarnation, Phase phase, long installed, long version) {
        Progress none = new Progress(0, SequenceVector.zero(3));
        replica.onMessage(
                peer,
                new LayeredMessage.Heartbeat(
                        incarnation,
                        phase,
                        installed,
                        installed,
                        version,
                        none,
                        List.of(A1, A2, A3),
                        context.nowNanos,
                        Optional.empty()),
                context);
        end();
    }

    /** Ends the batch. The journal is on disk at once, unless the test holds it up. */
    CoreRig end() {
        replica.onBatchEnd(context);
        while (journalConfirms && confirmedWrites < context.journalWrites) {
            confirmedWrites = context.journalWrites;
            replica.onJournaled(confirmedWrites, context);
            replica.onBatchEnd(context);
        }
        return this;
    }

    /** Passes time, with the node's own heartbeat timer. */
    void passTime(long millis) {
        context.nowNanos += millis * MILLIS;
        replica.onTimer(new TimerKey("heartbeat"), context);
        end();
    }

    Handle.Client request(String name, Transaction transaction) {
        Handle.Client client = new RecordingContext.Client(name);
        replica.onRequest(client, transaction, context);
        return client;
    }

    /** Sends an update in a batch of turns of its own, and returns the batch that the peers are asked to hold. */
    Batch update(Transaction transaction) {
        context.asked.clear();
        request(transaction.id().toString(), transaction);
        end();
        return context.questionsTo(peers.get(0), LayeredMessage.Replicate.class)
                .get(0)
                .batch();
    }

    void acknowledge(NodeId peer, Batch batch) {
        acknowledge(peer, batch, epoch);
    }

    void acknowledge(NodeId peer, Batch batch, long ofEpoch) {
        Message question = new LayeredMessage.Replicate(batch, new Progress(0, SequenceVector.zero(3)));
        replica.onAnswer(peer, question, new LayeredMessage.Replicated(ofEpoch, batch.sequence(), 0), context);
        end();
    }

    /** Both peers acknowledge and the disk confirms. */
    void commit(Batch batch) {
        peers.forEach(peer -> acknowledge(peer, batch));
        durable();
    }

    void durable() {
        replica.onDurable(replica.history().version(), context);
        end();
    }

    void question(NodeId peer, Message question) {
        replica.onQuestion(peer, new RecordingContext.Asker(peer), question, context);
        end();
    }

    /** A peer asks to hold its batch. */
    Batch replicate(NodeId peer, long time, long sequence, Progress progress, Transaction... updates) {
        Batch batch = new Batch(epoch, new Stamp(time, peer), sequence, time, List.of(updates));
        question(peer, new LayeredMessage.Replicate(batch, progress));
        return batch;
    }

    /** A peer says how far its batches are committed. */
    void committed(NodeId peer, long sequence, long... below) {
        replica.onMessage(
                peer, new LayeredMessage.Commit(epoch, new Progress(sequence, SequenceVector.of(below))), context);
        end();
    }

    List<Outcome> outcomesOf(String client) {
        List<Outcome> outcomes = new ArrayList<>();
        for (RecordingContext.Replied replied : context.replied) {
            if (replied.client().equals(new RecordingContext.Client(client))) {
                outcomes.add(replied.outcome());
            }
        }
        return outcomes;
    }

    <T extends Message> List<T> answers(Class<T> type) {
        List<T> answers = new ArrayList<>();
        for (RecordingContext.Sent answered : context.answered) {
            if (type.isInstance(answered.message())) {
                answers.add(type.cast(answered.message()));
            }
        }
        return answers;
    }

    static Transaction write(String id, String key, String value) {
        return new Transaction(RequestId.parse(id), 0, List.of(new Operation.Write(key, value)));
    }

    static Transaction append(String id, String key, String value) {
        return new Transaction(RequestId.parse(id), 0, List.of(new Operation.Append(key, value)));
    }

    static Transaction read(String id, String key) {
        return new Transaction(RequestId.parse(id), 0, List.of(new Operation.Read(key)));
    }

    static VersionEntry entry(long version) {
        return new VersionEntry(
                version,
                new RequestId("e", version),
                A1,
                version,
                List.of(new Operation.Write("k" + version % 3, "v" + version)));
    }

    static List<VersionEntry> entries(long first, long last) {
        List<VersionEntry> entries = new ArrayList<>();
        for (long version = first; version <= last; version++) {
            entries.add(entry(version));
        }
        return entries;
    }

    /** Checks that an outcome is a refusal for this reason. */
    static void assertReason(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(reason);
    }
}
