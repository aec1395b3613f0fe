package epidemic.protocol.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Standing;

/** What a primary knows of one other node in its epoch. One question at a time is on its way to it. */
final class Peer {
    final NodeId node;
    private Standing standing = Standing.BEHIND;
    private boolean isMember;
    /** Whether it has said in this epoch what it has. */
    private boolean isKnown;

    private long held;
    private long next;
    private long confirmedRound;
    private long heardNanos;
    private long inStepNanos;
    private boolean isLeftOut;

    // What was said to it.
    private boolean isAsked;
    private boolean isLoading;
    private long loadingAfter;
    private boolean isPaced;

    private long sentThrough;
    private long sentRound;
    private long sentCommitted;

    Peer(NodeId node, long nowNanos, boolean isLeftOut) {
        this.node = node;
        this.heardNanos = nowNanos;
        this.inStepNanos = nowNanos;
        this.isLeftOut = isLeftOut;
    }

    // Asking.

    /** Whether a question is on its way, or a load for one. */
    boolean isBusy() {
        return isAsked || isLoading;
    }

    /** Whether what follows this version is read from the own log for it. */
    boolean isLoading(long afterVersion) {
        return isLoading && loadingAfter == afterVersion;
    }

    /** What follows the version that it has is read from the own log. */
    void loading() {
        isLoading = true;
        loadingAfter = next;
    }

    void loaded() {
        isLoading = false;
    }

    /** The version from which on it needs versions; of a diverged one the newest that it has. */
    long next() {
        return next;
    }

    /** Whether it can use updates now, as far as is known: not before it has said what it has, nor when it has others. */
    boolean takesUpdates() {
        return isKnown && !isDiverged();
    }

    boolean isInStep() {
        return standing == Standing.IN_STEP;
    }

    boolean isDiverged() {
        return standing == Standing.DIVERGED;
    }

    /** Whether there is something to say before the next beat. */
    boolean hasNews(long sendable, long committed, long round) {
        return !isPaced && !isDiverged() && (next < sendable || sentCommitted < committed || sentRound < round);
    }

    /** A question is on its way. */
    void asked(long through, long round, long committed) {
        isAsked = true;
        sentThrough = through;
        sentRound = round;
        sentCommitted = committed;
    }

    /** What was sent counts as held: an error. */
    void believe(long through) {
        held = Math.max(held, through);
        next = Math.max(next, through);
    }

    /** Nothing came back. */
    void silent() {
        isAsked = false;
        isPaced = true;
    }

    /** It has answered. */
    void heard(Replicated answer, long round, long nowNanos) {
        isAsked = false;
        isKnown = true;
        heardNanos = nowNanos;
        standing = answer.standing();
        isMember = answer.isMember();
        held = answer.held();
        next = answer.next();
        isPaced = next < sentThrough;
        if (isMember) {
            confirmedRound = Math.max(confirmedRound, round);
        }
    }

    /** A beat is due. */
    void beat() {
        isPaced = false;
    }

    // What it has.

    /** The newest version up to which its disk has everything, as this node has it. */
    long held() {
        return held;
    }

    /**
     * How many updates it is behind a log. Of a diverged one those count, too, that only it has: it is never 0.
     *
     * @param end the newest version of the log
     */
    long lag(long end) {
        return end - held + (isDiverged() ? next - held : 0);
    }

    /** {@link #held}, as far as it counts: 0 while it has not joined, or may forget it. */
    long counted() {
        return isInStep() && isMember ? held : 0;
    }

    /** Whether it is up to date, and may have forgotten what it had said before. */
    boolean isLearning() {
        return isInStep() && !isMember;
    }

    boolean hasConfirmed(long round) {
        return confirmedRound >= round;
    }

    /** Whether it has answered lately, and its word counts. */
    boolean isThere(long nowNanos, long mostNanos) {
        return isHeard(nowNanos, mostNanos) && isMember;
    }

    /** Whether it has answered lately. */
    boolean isHeard(long nowNanos, long mostNanos) {
        return nowNanos - heardNanos <= mostNanos;
    }

    // Whether SYNC waits for it.

    boolean isLeftOut() {
        return isLeftOut;
    }

    void leaveOut(boolean isOut) {
        isLeftOut = isOut;
    }

    /** It has everything that is committed. */
    void inStep(long nowNanos) {
        inStepNanos = nowNanos;
    }

    boolean isOutOfStep(long nowNanos, long mostNanos) {
        return nowNanos - inStepNanos > mostNanos;
    }
}
