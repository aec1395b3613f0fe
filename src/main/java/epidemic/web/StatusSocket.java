package epidemic.web;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The hub's side of one socket. One message is on its way at most; what happens meanwhile is merged into one set of
 * changes. Confined to the hub.
 */
final class StatusSocket {
    private final ActorRef<StatusFrame> sink;
    private long nextSequence;
    private boolean isReady;
    private Optional<StatusJson.Snapshot> pendingSnapshot = Optional.empty();
    private Optional<SharedChanges> pending = Optional.empty();

    /**
     * A socket that nothing was sent to.
     *
     * @param sink takes one frame, and the next one after {@link #taken} was called
     */
    StatusSocket(ActorRef<StatusFrame> sink) {
        this.sink = sink;
    }

    /** Sends the first message. */
    void begin(StatusJson.Snapshot snapshot) {
        sink.tell(new StatusFrame.First(nextSequence++, snapshot));
    }

    /** Sends a snapshot, now or as soon as the last message is taken. What was not sent by then is void. */
    void beginAnew(StatusJson.Snapshot snapshot) {
        pending = Optional.empty();
        if (isReady) {
            isReady = false;
            begin(snapshot);
        } else {
            pendingSnapshot = Optional.of(snapshot);
        }
    }

    /** Sends changes now or, merged with others, as soon as the last message is taken. */
    void offer(SharedChanges changes) {
        if (isReady) {
            send(changes);
        } else {
            pending = Optional.of(pending.map(earlier -> earlier.merge(changes)).orElse(changes));
        }
    }

    /** The last message was taken. */
    void taken() {
        isReady = true;
        if (pendingSnapshot.isPresent()) {
            StatusJson.Snapshot snapshot = pendingSnapshot.get();
            pendingSnapshot = Optional.empty();
            isReady = false;
            begin(snapshot);
        } else if (pending.isPresent()) {
            SharedChanges changes = pending.get();
            pending = Optional.empty();
            send(changes);
        }
    }

    /** Closes it, behind what is on its way. */
    void end() {
        sink.tell(StatusFrame.End.INSTANCE);
    }

    private void send(SharedChanges changes) {
        isReady = false;
        sink.tell(new StatusFrame.Later(nextSequence++, changes));
    }
}
