package epidemic.peers;

/** One open request. The object is used again for the next request of its slot, once it is done. */
public abstract class Request {
    private final int slot;
    private long number;
    private Updates.Update update;

    /** A request of a slot, not yet of an update. */
    protected Request(int slot) {
        this.slot = slot;
    }

    /** Takes the next update. */
    protected final void take(long nextNumber, Updates.Update next) {
        this.number = nextNumber;
        this.update = next;
    }

    /** Less than the requests that may be open; no two open ones share it. */
    public final int slot() {
        return slot;
    }

    /** Unlike any other of the same contender's run. */
    public final long number() {
        return number;
    }

    /** What is written. */
    public final Updates.Update update() {
        return update;
    }

    /**
     * Says what came of it.
     *
     * @param committed whether it is certainly committed
     */
    public abstract void done(boolean committed);
}
