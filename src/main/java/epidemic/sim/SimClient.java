package epidemic.sim;

import epidemic.kernel.Handle;
import epidemic.kernel.Transaction;

/** A client that waits at one life of a node. */
final class SimClient implements Handle.Client {
    final long life;
    final int client;
    final Transaction transaction;
    final ReplyTaker taker;

    SimClient(long life, int client, Transaction transaction, ReplyTaker taker) {
        this.life = life;
        this.client = client;
        this.transaction = transaction;
        this.taker = taker;
    }
}
