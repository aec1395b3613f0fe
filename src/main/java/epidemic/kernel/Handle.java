package epidemic.kernel;

/**
 * A host's note of somebody who waits for an answer. A replica only keeps it and hands it back; it means nothing after
 * a crash.
 */
public interface Handle {
    /** A client that waits for the outcome of its transaction. */
    interface Client extends Handle {}

    /** A peer that waits for the answer to its question. */
    interface Asker extends Handle {}
}
