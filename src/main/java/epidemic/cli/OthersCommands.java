package epidemic.cli;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Transaction;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells which updates and cache times other clients of the main replica ask for, in the shell's words, whatever becomes of
 * them. A thread of its own does, for whoever reads the lines may stop reading; those behind {@value #WAITING_MAX} that
 * wait are left out.
 */
final class OthersCommands implements ClientWatch, AutoCloseable {
    static final int WAITING_MAX = 1_000;

    private final Consumer<String> line;
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            OthersCommands::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    /**
     * Tells nothing yet.
     *
     * @param line takes the lines, one at a time
     */
    OthersCommands(Consumer<String> line) {
        this.line = line;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "others-commands");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Asked asks(int client, Transaction transaction, NodeId node) {
        for (Operation.Change change : transaction.changes()) {
            if (change instanceof Operation.Write write && change.key().equals(ReplicaShell.DATA)) {
                tell("update " + write.value());
            } else if (change instanceof Operation.Write write && change.key().equals(ReplicaShell.CACHE)) {
                tell("cache " + write.value());
            }
        }
        return Asked.NONE;
    }

    private void tell(String command) {
        teller.execute(() -> line.accept(ReplicaShell.received(command)));
    }

    /** Tells nothing more but what waits. */
    @Override
    public void close() {
        teller.shutdown();
    }
}
