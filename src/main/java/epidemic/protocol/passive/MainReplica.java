package epidemic.protocol.passive;

import epidemic.kernel.Detail;
import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.model.session.SessionGate;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The main replica: executes every transaction of layer 0 at once, tells its client when the disk has what it made or
 * read, and lets each version go to the others a cache time later.
 */
final class MainReplica implements Replica {
    /** Wakes it when the next version may be copied. */
    static final TimerKey COPY = new TimerKey("copy");

    private static final int LAYER = 0;

    // Identity and configuration.
    private final NodeId self;
    private final PassiveConfig config;

    // What it holds.
    private final VersionedState state;
    private long durable;

    // Who waits.
    private final DiskQueue clients;
    private final SessionGate sessions;
    private final CopyDelays delays;
    private final Copies copies;
    /** Cache times that are not on disk yet, and do not count. */
    private final Deque<NewCacheTime> cacheTimes = new ArrayDeque<>();

    private record NewCacheTime(long version, long nanos) {}

    MainReplica(NodeId self, PassiveConfig config) {
        this.self = self;
        this.config = config;
        this.state = new VersionedState(config.historyWindow(), config.idleClientsMax());
        this.clients = new DiskQueue(config);
        this.sessions = Sessions.gate(self, config, "read without the session: this is the main replica");
        this.delays = new CopyDelays(config.cache().toNanos(), config.mutant());
        this.copies = new Copies(config, state);
    }

    @Override
    public void recover(Snapshot snapshot) {
        state.restore(snapshot);
    }

    @Override
    public void recover(VersionEntry entry) {
        state.apply(entry);
    }

    /** Nobody knows how long what was found has waited, so it waits anew; the replicas say what need not. */
    @Override
    public void onStart(ReplicaContext context) {
        durable = state.version();
        if (config.mutant() != PassiveMutant.FORGET_CACHE_TIME) {
            Optional<Value> found = Optional.ofNullable(state.dataAt(durable).get(CacheTime.KEY));
            found.ifPresent(value -> delays.changed(CacheTime.parse(value.toString())));
        }
        if (durable > 0 && config.mutant() != PassiveMutant.FORGET_AFTER_RESTART) {
            delays.made(durable, context.nowNanos());
        }
    }

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.layer() != LAYER) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.WRONG_LAYER,
                            self + " is the main replica: it executes transactions of layer 0, not of layer "
                                    + transaction.layer()));
        } else if (sessions.isShut(transaction, state.version())) {
            sessions.take(client, transaction, state.version(), context);
        } else {
            execute(client, transaction, context);
        }
    }

    private void execute(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.isUpdate()) {
            update(client, transaction, context);
        } else if (clients.isFull()) {
            context.reply(client, overloaded());
        } else {
            long version = state.version();
            clients.add(version, client, new Outcome.Committed(self, LAYER, version, state.read(transaction)));
        }
    }

    private void update(Handle.Client client, Transaction update, ReplicaContext context) {
        long known = config.mutant() == PassiveMutant.EXECUTE_TWICE ? 0 : state.versionOf(update.id());
        if (known > 0) {
            repeat(client, update, known, context);
        } else if (state.isForgotten(update.id())) {
            context.reply(
                    client,
                    new Outcome.Unknown("it is not known any more whether " + update.id()
                            + " was executed: later requests of its client lie before the newest versions that are"
                            + " remembered (passive.history-window); it is not executed now"));
        } else {
            Optional<Outcome.Refused> refusal = refusal(update);
            if (refusal.isPresent()) {
                context.reply(client, refusal.get());
            } else {
                long version = make(update.id(), update.changes(), context);
                CacheTime.madeBy(update.changes()).ifPresent(nanos -> cacheTimes.add(new NewCacheTime(version, nanos)));
                clients.add(version, client, committed(update, version));
            }
        }
    }

    /** The request was executed before: with the same changes it gets the same answer. */
    private void repeat(Handle.Client client, Transaction update, long version, ReplicaContext context) {
        if (!state.entries(version - 1, 1).get(0).writes().equals(update.changes())) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.REQUEST_REUSED,
                            update.id() + " is the id of version " + version
                                    + " with other changes; an id is for one transaction and its repeats"));
        } else if (version <= durable) {
            context.reply(client, committed(update, version));
        } else if (clients.isFull()) {
            context.reply(
                    client,
                    new Outcome.Unknown(
                            update.id() + " is not on disk yet; " + overloaded().message()));
        } else {
            clients.add(state.version(), client, committed(update, version));
        }
    }

    private Optional<Outcome.Refused> refusal(Transaction update) {
        if (clients.isFull()) {
            return Optional.of(overloaded());
        }
        return CacheTime.problem(update)
                .map(problem -> new Outcome.Refused(Outcome.Reason.NOT_POSSIBLE, problem))
                .or(() -> state.mismatch(update.changes())
                        .map(problem -> new Outcome.Refused(Outcome.Reason.KIND_MISMATCH, problem)));
    }

    private Outcome.Refused overloaded() {
        return new Outcome.Refused(
                Outcome.Reason.OVERLOADED,
                self + " has " + config.maxInFlight() + " transactions that wait for its disk (passive.max-in-flight)");
    }

    private Outcome.Committed committed(Transaction update, long version) {
        return new Outcome.Committed(self, LAYER, version, state.readsOf(update, version));
    }

    private long make(RequestId id, List<Operation.Change> changes, ReplicaContext context) {
        VersionEntry entry = new VersionEntry(state.version() + 1, id, self, context.wallClockMillis(), changes);
        state.apply(entry);
        context.append(entry);
        delays.made(entry.version(), context.nowNanos());
        return entry.version();
    }

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        throw Invariants.unhandled("main replica", message);
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        if (question instanceof PassiveMessage.Fetch fetch) {
            copies.onFetch(from, asker, fetch, this::copied, context);
        } else if (question instanceof PassiveMessage.FetchSnapshot fetch) {
            copies.onFetchSnapshot(asker, fetch, delays.released(), context);
        } else {
            throw Invariants.unhandled("main replica", question);
        }
    }

    private void copied(long version) {
        if (version <= durable) {
            delays.copied(version);
        }
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        throw Invariants.unhandled("main replica", answer);
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        throw Invariants.unhandled("main replica", question);
    }

    /** The batch's end does it. */
    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {}

    @Override
    public void onDurable(long version, ReplicaContext context) {
        Invariants.check(version <= state.version(), "version %d on disk of %d", version, state.version());
        durable = version;
        while (!cacheTimes.isEmpty() && cacheTimes.peek().version() <= durable) {
            change(cacheTimes.remove(), context);
        }
    }

    private void change(NewCacheTime time, ReplicaContext context) {
        if (config.mutant() == PassiveMutant.CACHE_APPLIES_TWICE) {
            for (VersionEntry entry : state.entries(delays.released(), (int) config.historyWindow())) {
                make(entry.transaction(), entry.writes(), context);
            }
        }
        delays.changed(time.nanos());
        context.observe(new Observation(
                "cache-time", "updates are copied " + CacheTime.seconds(time.nanos()) + "s after they were made"));
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        copies.onLoaded(afterVersion, entries, delays.released(), this::copied, context);
    }

    @Override
    public void onBatchEnd(ReplicaContext context) {
        sessions.settle(state.version(), (client, waiting) -> execute(client, waiting, context), context);
        sessions.schedule(context);
        clients.tell(durable, context);
        delays.release(durable, context.nowNanos());
        copies.serve(delays.released(), context);
        delays.nanosToNext(context.nowNanos()).filter(left -> left > 0).ifPresent(left -> context.setTimer(COPY, left));
    }

    @Override
    public ReplicaView view(long nowNanos) {
        Optional<Long> next = delays.nanosToNext(nowNanos);
        ReplicaView view = new ReplicaView(
                "main",
                state.version(),
                state.version() - durable,
                0,
                List.of(),
                true,
                copies.standing(),
                copies.view(next));
        return view.with(List.of(
                Detail.time("cache time", delays.cacheNanos()),
                Detail.count("updates that wait to be copied", state.version() - delays.released())));
    }

    @Override
    public VersionHistory history() {
        return state;
    }
}
