package epidemic.peers;

/**
 * A replicating system: three replicas that each hold all keys, of which an update is answered when it is committed as the
 * system understands it. What it does not do (elect, batch, retry) is done nowhere else.
 */
public interface Contender extends AutoCloseable {
    /** Starts the replicas, here or in processes of their own, and the client. Updates may fail for a while after. */
    void start(Setting setting) throws Exception;

    /**
     * Takes an update and returns; {@link Request#done} is called once, later, by any thread, and calls this again. Must
     * neither block nor throw.
     */
    void submit(Request request);

    /**
     * Starts one replica in this JVM, for those whose replicas are processes.
     *
     * @return stops it
     */
    default AutoCloseable replica(Seat seat) throws Exception {
        throw new UnsupportedOperationException("replicas of this contender share one JVM");
    }
}
