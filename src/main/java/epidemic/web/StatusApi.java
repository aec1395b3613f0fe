package epidemic.web;

import epidemic.runtime.config.HttpSettings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.BackpressureTimeoutException;
import org.apache.pekko.stream.CompletionStrategy;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens status sockets. The stream of a socket asks the hub for the next frame when the last one went to the network; a
 * stream that the network takes nothing from for the slow-client timeout fails, which closes the socket.
 */
final class StatusApi {
    private static final Logger LOG = LoggerFactory.getLogger(StatusApi.class);

    private final HttpSettings settings;
    private final ActorRef<SocketCommand> hub;
    private final AtomicInteger socketCount;
    private final AtomicLong lastSocket = new AtomicLong();

    StatusApi(HttpSettings settings, ActorRef<SocketCommand> hub, AtomicInteger socketCount) {
        this.settings = settings;
        this.hub = hub;
        this.socketCount = socketCount;
    }

    /** {@code GET /ws/status}. */
    HttpResponse open(HttpRequest request) {
        WebSocketUpgrade upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade)
                .orElseThrow(() -> ApiException.badRequest("no WebSocket: this route is for WebSockets only"));
        if (socketCount.get() >= StatusSockets.SOCKETS_MAX) {
            throw new ApiException(
                    503, "too-many-clients", StatusSockets.SOCKETS_MAX + " status sockets are open already");
        }
        long socket = lastSocket.incrementAndGet();
        SharedKillSwitch slow = KillSwitches.shared("status-socket-" + socket);
        return upgrade.handleMessagesWith(Flow.fromSinkAndSource(ignored(socket, slow), frames(socket, slow)));
    }

    /** Reads what comes and forgets it. It ends when the client has closed its side too, is gone, or was too slow. */
    private Sink<Message, NotUsed> ignored(long socket, SharedKillSwitch slow) {
        return Flow.<Message>create()
                .via(slow.flow())
                .flatMapConcat(StatusApi::content)
                .toMat(Sink.ignore(), Keep.right())
                .mapMaterializedValue(end -> {
                    end.whenComplete((done, failure) -> hub.tell(new SocketCommand.Gone(socket)));
                    return NotUsed.getInstance();
                });
    }

    private static Source<Object, ?> content(Message message) {
        return message.isText()
                ? message.asTextMessage().getStreamedText().map(text -> text)
                : message.asBinaryMessage().getStreamedData().map(bytes -> bytes);
    }

    private Source<Message, NotUsed> frames(long socket, SharedKillSwitch slow) {
        return ActorSource.<StatusFrame, SocketCommand>actorRefWithBackpressure(
                        hub,
                        new SocketCommand.Taken(socket),
                        frame -> frame == StatusFrame.End.INSTANCE
                                ? Optional.of(CompletionStrategy.draining())
                                : Optional.empty(),
                        frame -> Optional.empty())
                .map(frame -> (Message) TextMessage.create(frame.json()))
                .backpressureTimeout(settings.slowClientTimeout())
                .watchTermination(Keep.both())
                .mapMaterializedValue(both -> {
                    hub.tell(new SocketCommand.Subscribe(socket, both.first()));
                    both.second().whenComplete((done, failure) -> ended(Optional.ofNullable(failure), slow));
                    return NotUsed.getInstance();
                })
                .onErrorComplete();
    }

    private void ended(Optional<Throwable> failure, SharedKillSwitch slow) {
        if (failure.filter(BackpressureTimeoutException.class::isInstance).isPresent()) {
            LOG.info("A status socket is closed: its client took nothing for {}", settings.slowClientTimeout());
        }
        if (failure.isPresent()) {
            slow.shutdown();
        }
    }
}
