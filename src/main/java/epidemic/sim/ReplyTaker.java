package epidemic.sim;

import epidemic.kernel.Outcome;

/** What a client does with the outcome of its request. */
public interface ReplyTaker {
    /**
     * The outcome arrived at the client.
     *
     * @param nodeSequence the number of the reply among those of its node in the whole run, in the order in which they
     *     were made
     */
    void replied(Outcome outcome, long nodeSequence);
}
