package epidemic.protocol.layered;

import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * What a core node must not forget, and what waits until that is on disk: promises, the accepted view, held batches.
 *
 * <p>Recovery leaves the batches that the version log on disk does not have. Now and then the journal is rewritten with
 * just those.
 */
final class CoreJournal {
    private final long rewriteChars;
    private final LayeredMutant mutant;

    // What stands in it.
    private CoreRecord.Promised promised = new CoreRecord.Promised(0, 0);
    private View accepted = View.NONE;
    private final TreeSet<Batch> held = new TreeSet<>();
    private long chars;

    // What waits for the disk.
    private long written;
    private long durable;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    // Applied and perhaps not in the version log on disk.
    private final Deque<AppliedBatch> applied = new ArrayDeque<>();

    /** What is to be done once something is on disk. */
    interface Action {
        /** Does it. */
        void run(ReplicaContext context);
    }

    private record Waiting(long position, Action action) {}

    private record AppliedBatch(Batch batch, long version) {}

    CoreJournal(LayeredConfig config) {
        this.rewriteChars = config.core().journalMaxBytes();
        this.mutant = config.mutant();
    }

    // Recovery.

    /**
     * Takes over a record that is on disk.
     *
     * @param logVersion the newest version in the log on disk
     */
    void recover(Message record, long logVersion) {
        if (record instanceof CoreRecord.Promised promise) {
            promised = promise;
        } else if (record instanceof CoreRecord.Accepted accept) {
            accepted = accept.view();
            promised = accepted.epoch() > promised.epoch() ? new CoreRecord.Promised(accepted.epoch(), 0) : promised;
            held.clear();
            held.addAll(accept.inherited());
        } else if (record instanceof CoreRecord.Held hold && mutant != LayeredMutant.FORGET_HELD) {
            held.add(hold.batch());
        } else if (record instanceof CoreRecord.Applied done) {
            if (done.version() <= logVersion) {
                held.removeIf(batch -> batch.compareTo(done.epoch(), done.stamp()) <= 0);
            }
        } else if (mutant != LayeredMutant.FORGET_HELD) {
            throw Invariants.unhandled("core", record);
        }
    }

    /** The newest promise. */
    CoreRecord.Promised promised() {
        return promised;
    }

    /** The accepted view; {@link View#NONE} before the first. */
    View accepted() {
        return accepted;
    }

    /** The recovered batches that the log on disk does not have, in order. */
    List<Batch> recovered() {
        return List.copyOf(held);
    }

    // Writing.

    /** Promises an epoch. */
    void promise(CoreRecord.Promised promise, ReplicaContext context) {
        promised = promise;
        if (mutant != LayeredMutant.FORGET_PROMISE) {
            write(promise, context);
        }
    }

    /** Accepts a view: the version log has its beginning on disk. */
    void accept(View view, List<Batch> inherited, ReplicaContext context) {
        accepted = view;
        promised = new CoreRecord.Promised(view.epoch(), 0);
        applied.clear();
        rewrite(inherited, List.of(), context);
    }

    /** Holds a batch of the accepted view. */
    void hold(Batch batch, ReplicaContext context) {
        write(new CoreRecord.Held(batch), context);
        chars += batch.chars();
    }

    /** A batch was applied, which led to this version. */
    void applied(Batch batch, long version) {
        applied.add(new AppliedBatch(batch, version));
    }

    /** Batches up to this one were applied; the version log has on disk what they made up to {@code logVersion}. */
    void mark(Batch last, long version, long logVersion, TotalOrder order, ReplicaContext context) {
        CoreRecord.Applied marker = new CoreRecord.Applied(last.epoch(), last.stamp(), version);
        write(marker, context);
        while (!applied.isEmpty() && applied.peek().version() <= logVersion) {
            applied.remove();
        }
        if (chars > rewriteChars) {
            List<Batch> inherited = new ArrayList<>();
            List<Batch> ofEpoch = new ArrayList<>();
            applied.forEach(done -> (isOfEpoch(done.batch()) ? ofEpoch : inherited).add(done.batch()));
            order.pending().forEach(batch -> (isOfEpoch(batch) ? ofEpoch : inherited).add(batch));
            rewrite(inherited, ofEpoch, context);
            write(marker, context);
        }
    }

    private boolean isOfEpoch(Batch batch) {
        return batch.epoch() == accepted.epoch();
    }

    private void rewrite(List<Batch> inherited, List<Batch> ofEpoch, ReplicaContext context) {
        List<Message> records = new ArrayList<>();
        records.add(new CoreRecord.Accepted(accepted, inherited));
        ofEpoch.forEach(batch -> records.add(new CoreRecord.Held(batch)));
        if (promised.epoch() > accepted.epoch()) {
            records.add(promised);
        }
        context.rewriteJournal(records);
        written++;
        chars = 0;
    }

    private void write(CoreRecord record, ReplicaContext context) {
        context.journal(record);
        written++;
    }

    // Waiting.

    /** Does something once all that was written so far is on disk; at once if it is. */
    void whenDurable(Action action, ReplicaContext context) {
        if (durable == written) {
            action.run(context);
        } else {
            waiting.add(new Waiting(written, action));
        }
    }

    /** So many records of this life are on disk. */
    void onJournaled(long count, ReplicaContext context) {
        durable = count;
        while (!waiting.isEmpty() && waiting.peek().position() <= durable) {
            waiting.remove().action().run(context);
        }
    }
}
