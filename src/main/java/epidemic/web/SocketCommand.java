package epidemic.web;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What a hub is told of status sockets, whatever it tells them of. */
sealed interface SocketCommand extends StatusHub.Command, ReplayHub.Command {
    /**
     * A socket is open.
     *
     * @param socket its number, unique
     * @param sink takes a frame, then sends {@link Taken}
     */
    record Subscribe(long socket, ActorRef<StatusFrame> sink) implements SocketCommand {}

    /** The socket's last frame was taken. */
    record Taken(long socket) implements SocketCommand {}

    /** The socket is closed. */
    record Gone(long socket) implements SocketCommand {}

    /**
     * Closes all sockets cleanly, and those that still come.
     *
     * @param closed is told when no socket is left
     */
    record CloseSockets(ActorRef<Done> closed) implements SocketCommand {}

    /** Stops the hub. */
    enum Stop implements SocketCommand {
        INSTANCE
    }
}
