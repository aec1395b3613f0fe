package epidemic.protocol.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The writes to a node's journal, and what waits until they are on disk. */
final class Journal {
    private long written;
    private long durable;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** What is to be done once something is on disk. */
    interface Action {
        /** Does it. */
        void run(ReplicaContext context);
    }

    private record Waiting(long position, Action action) {}

    void write(PrimaryBackupRecord record, ReplicaContext context) {
        context.journal(record);
        written++;
    }

    void rewrite(List<Message> records, ReplicaContext context) {
        context.rewriteJournal(records);
        written++;
    }

    /** Does something once all that was written so far is on disk; at once if it is. */
    void whenDurable(Action action, ReplicaContext context) {
        if (durable == written) {
            action.run(context);
        } else {
            waiting.add(new Waiting(written, action));
        }
    }

    void onJournaled(long count, ReplicaContext context) {
        durable = count;
        while (!waiting.isEmpty() && waiting.peek().position() <= durable) {
            waiting.remove().action().run(context);
        }
    }
}
