package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.DigestChain;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages on their way into the master's log. All reasons to refuse one are looked at before it gets an id; a request
 * that comes again gets the id that it has.
 */
final class Appends {
    private final ReplicatedLogConfig config;
    private final VersionedState state;
    private final DigestChain chain;
    private final Waiters waiters;
    /** Those that are not on the disk yet, in order; no more than clients may wait, though some of theirs may have gone. */
    private final Deque<VersionEntry> undurable = new ArrayDeque<>();

    private final Map<RequestId, VersionEntry> undurableByRequest = new LinkedHashMap<>();
    /** Only for a mutant. */
    private final Map<String, Long> idsByText = new LinkedHashMap<>();

    private long lastId;
    private long durable;

    /**
     * Why no message is taken.
     *
     * @param message for people
     */
    record ReadOnly(Outcome.Reason reason, String message) {}

    Appends(ReplicatedLogConfig config, VersionedState state, DigestChain chain, Waiters waiters) {
        this.config = config;
        this.state = state;
        this.chain = chain;
        this.waiters = waiters;
    }

    /** The newest id on the disk. */
    long durable() {
        return durable;
    }

    void recover(VersionEntry entry) {
        apply(entry);
        lastId = entry.version();
        durable = entry.version();
    }

    private void apply(VersionEntry entry) {
        state.apply(entry);
        chain.add(entry);
    }

    /** A client wants a message appended. */
    void request(Handle.Client client, Transaction update, Optional<ReadOnly> readOnly, ReplicaContext context) {
        Optional<Outcome> impossible = impossible(update);
        if (impossible.isPresent()) {
            context.reply(client, impossible.get());
            return;
        }
        Optional<VersionEntry> known = knownOf(update);
        if (known.isPresent()) {
            again(client, update, known.get(), context);
            return;
        }
        Optional<Outcome> refusal = refusal(update, readOnly);
        if (refusal.isPresent()) {
            if (config.mutant() == ReplicatedLogMutant.HOLE_AT_NO_QUORUM && readOnly.isPresent()) {
                append(update, context);
            }
            context.reply(client, refusal.get());
            return;
        }
        waiters.add(idFor(update, context), concernOf(update), client);
    }

    private int concernOf(Transaction update) {
        int wanted = update.session().writeConcern();
        return wanted == 0 ? config.writeConcern() : wanted;
    }

    private Optional<Outcome> impossible(Transaction update) {
        List<Operation> operations = update.operations();
        boolean isAppend = operations.size() == 1
                && operations.get(0) instanceof Operation.Append append
                && append.key().equals(ReplicatedLogTopology.LOG);
        if (!isAppend) {
            return Optional.of(new Outcome.Refused(
                    Outcome.Reason.NOT_POSSIBLE,
                    "there is one list, '" + ReplicatedLogTopology.LOG + "': an update is one append to it, a("
                            + ReplicatedLogTopology.LOG + ",text)"));
        }
        int concern = concernOf(update);
        if (concern > config.nodes()) {
            return Optional.of(new Outcome.Refused(
                    Outcome.Reason.NOT_POSSIBLE,
                    "write concern " + concern + ": 1 to " + config.nodes() + " (the number of nodes) is allowed"));
        }
        return Optional.empty();
    }

    private Optional<VersionEntry> knownOf(Transaction update) {
        if (config.mutant() == ReplicatedLogMutant.RETRY_APPENDED_TWICE) {
            return Optional.empty();
        }
        long id = state.versionOf(update.id());
        return id > 0
                ? Optional.of(state.entries(id - 1, 1).get(0))
                : Optional.ofNullable(undurableByRequest.get(update.id()));
    }

    /** The request came before: its client waits for the message that it made. */
    private void again(Handle.Client client, Transaction update, VersionEntry known, ReplicaContext context) {
        if (!known.writes().equals(update.changes())) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.REQUEST_REUSED,
                            update.id() + " is the id of the request that made message " + known.version()
                                    + " of another text; an id is for one request and its repeats"));
        } else if (waiters.isFull(concernOf(update))) {
            context.reply(
                    client, new Outcome.Unknown("message " + known.version() + " is in the log; " + tooMany(update)));
        } else {
            waiters.add(known.version(), concernOf(update), client);
        }
    }

    private Optional<Outcome> refusal(Transaction update, Optional<ReadOnly> readOnly) {
        if (state.isForgotten(update.id()) && config.mutant() != ReplicatedLogMutant.RETRY_APPENDED_TWICE) {
            return Optional.of(new Outcome.Unknown("it is not known any more whether " + update.id()
                    + " was appended: later requests of its client lie before the newest messages that are remembered"
                    + " (replicated-log.history-window); it is not appended now"));
        }
        if (readOnly.isPresent()) {
            return Optional.of(
                    new Outcome.Refused(readOnly.get().reason(), readOnly.get().message()));
        }
        if (undurable.size() >= (long) config.waitingMax() * config.nodes()) {
            return Optional.of(new Outcome.Refused(
                    Outcome.Reason.OVERLOADED, undurable.size() + " messages wait for the master's disk already"));
        }
        return waiters.isFull(concernOf(update))
                ? Optional.of(new Outcome.Refused(Outcome.Reason.OVERLOADED, tooMany(update)))
                : Optional.empty();
    }

    private String tooMany(Transaction update) {
        return config.waitingMax() + " clients with write concern " + concernOf(update)
                + " wait already (replicated-log.max-waiting)";
    }

    private long idFor(Transaction update, ReplicaContext context) {
        if (config.mutant() != ReplicatedLogMutant.DEDUP_BY_TEXT) {
            return append(update, context);
        }
        String text = update.changes().get(0).value();
        Long known = idsByText.get(text);
        long id = known == null ? append(update, context) : known;
        idsByText.put(text, id);
        return id;
    }

    private long append(Transaction update, ReplicaContext context) {
        VersionEntry entry = new VersionEntry(
                ++lastId, update.id(), ReplicatedLogTopology.MASTER, context.wallClockMillis(), update.changes());
        context.append(entry);
        undurable.add(entry);
        undurableByRequest.put(update.id(), entry);
        if (config.mutant() == ReplicatedLogMutant.MASTER_REUSES_IDS) {
            apply(entry);
        }
        return lastId;
    }

    /** Messages up to this id are on the disk: from now on they are read and sent. */
    void durable(long id) {
        while (!undurable.isEmpty() && undurable.peek().version() <= id) {
            VersionEntry entry = undurable.remove();
            undurableByRequest.remove(entry.transaction());
            if (config.mutant() != ReplicatedLogMutant.MASTER_REUSES_IDS) {
                apply(entry);
            }
        }
        durable = id;
    }
}
