package epidemic.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** The open status sockets of a hub. Confined to it. */
final class StatusSockets {
    /** Beyond it sockets are closed at once. */
    static final int SOCKETS_MAX = 1_000;

    private final AtomicInteger count;
    private final Map<Long, StatusSocket> sockets = new LinkedHashMap<>();
    private final List<ActorRef<Done>> waiting = new ArrayList<>();
    private boolean isClosing;

    /**
     * No sockets.
     *
     * @param count is kept at their number
     */
    StatusSockets(AtomicInteger count) {
        this.count = count;
    }

    boolean isEmpty() {
        return sockets.isEmpty();
    }

    /** Takes a new socket, if there is room: it has to be told a snapshot. Closes it otherwise. */
    Optional<StatusSocket> open(SocketCommand.Subscribe subscribe) {
        StatusSocket socket = new StatusSocket(subscribe.sink());
        if (isClosing || sockets.size() >= SOCKETS_MAX) {
            socket.end();
            return Optional.empty();
        }
        sockets.put(subscribe.socket(), socket);
        count.set(sockets.size());
        return Optional.of(socket);
    }

    void taken(SocketCommand.Taken taken) {
        Optional.ofNullable(sockets.get(taken.socket())).ifPresent(StatusSocket::taken);
    }

    void gone(SocketCommand.Gone gone) {
        Optional.ofNullable(sockets.remove(gone.socket())).ifPresent(StatusSocket::end);
        count.set(sockets.size());
        tellIfAllGone();
    }

    /** Closes all, and those that still come. */
    void close() {
        isClosing = true;
        sockets.values().forEach(StatusSocket::end);
    }

    /** As {@link #close()}; tells when no socket is left. */
    void close(ActorRef<Done> closed) {
        waiting.add(closed);
        close();
        tellIfAllGone();
    }

    private void tellIfAllGone() {
        if (sockets.isEmpty()) {
            waiting.forEach(closed -> closed.tell(Done.getInstance()));
            waiting.clear();
        }
    }

    /** Tells all of changes. */
    void offer(SharedChanges changes) {
        sockets.values().forEach(socket -> socket.offer(changes));
    }

    /** Tells all how things stand, whatever they were told before. */
    void beginAnew(StatusJson.Snapshot snapshot) {
        sockets.values().forEach(socket -> socket.beginAnew(snapshot));
    }
}
