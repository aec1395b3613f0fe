package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.NodeId;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Understands the lines that Maelstrom sends: plays the node that {@code init} names, gives it its peers' mail and its
 * clients' requests, and answers. What cannot be understood is told as an error to who asked, and to the log.
 */
final class MaelstromActor extends AbstractBehavior<MaelstromActor.Command> {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final MaelstromSetup setup;
    private final Consumer<String> out;
    private final Consumer<String> log;
    private final Runnable onFailure;
    private final PeerMail mail;
    private final ActorRef<NodeCall.Executed> executedAdapter;
    private final OpenCalls calls = new OpenCalls();
    private Optional<Seat> seat = Optional.empty();
    private boolean isEnding;

    /** What it takes. */
    sealed interface Command {}

    /** A line of input. */
    record Line(String text) implements Command {}

    private record Decided(NodeCall.Executed executed) implements Command {}

    /** The end of the input: stops the node, then itself. */
    enum End implements Command {
        INSTANCE
    }

    private enum Look implements Command {
        INSTANCE
    }

    private MaelstromActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            MaelstromSetup setup,
            Consumer<String> out,
            Consumer<String> log,
            Runnable onFailure) {
        super(context);
        this.setup = setup;
        this.out = out;
        this.log = log;
        this.onFailure = onFailure;
        this.mail = new PeerMail(setup.strategy().codec());
        this.executedAdapter = context.messageAdapter(NodeCall.Executed.class, Decided::new);
        timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK_INTERVAL);
    }

    /**
     * A node that waits for its {@code init}.
     *
     * @param out takes lines of output, from any thread
     * @param log takes what people should know
     * @param onFailure is run when the node has stopped by itself
     */
    static Behavior<Command> create(
            MaelstromSetup setup, Consumer<String> out, Consumer<String> log, Runnable onFailure) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new MaelstromActor(context, timers, setup, out, log, onFailure)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Line.class, this::onLine)
                .onMessage(Decided.class, this::onDecided)
                .onMessage(Look.class, look -> onLook())
                .onMessage(End.class, end -> onEnd())
                .onSignal(Terminated.class, terminated -> onNodeStopped())
                .build();
    }

    private Behavior<Command> onLine(Line line) {
        try {
            JsonNode message = Json.parse(line.text());
            onMessage(Json.text(message, "src"), Json.text(message, "dest"), Json.field(message, "body"));
        } catch (IllegalArgumentException malformed) {
            log.accept("a line is not understood: " + malformed.getMessage());
        }
        return this;
    }

    private void onMessage(String from, String to, JsonNode body) {
        try {
            if (Json.text(body, "type").equals("init")) {
                onInit(from, body);
            } else if (seat.isEmpty()) {
                complain(from, to, body, ErrorCode.TEMPORARILY_UNAVAILABLE, to + " was not initialised yet");
            } else if (!seat.get().name().equals(to)) {
                throw new IllegalArgumentException(
                        "for " + to + ", but this is " + seat.get().name());
            } else {
                dispatch(seat.get(), from, body);
            }
        } catch (IllegalArgumentException malformed) {
            complain(from, to, body, ErrorCode.MALFORMED_REQUEST, String.valueOf(malformed.getMessage()));
        }
    }

    private void onInit(String from, JsonNode body) {
        String name = Json.text(body, "node_id");
        if (seat.isEmpty()) {
            List<String> names = new ArrayList<>();
            Json.list(body, "node_ids").forEach(node -> names.add(node.asText()));
            Roster roster = Roster.of(names, setup.strategy().topology(setup.settings()));
            NodeId self = roster.node(name)
                    .orElseThrow(() -> new IllegalArgumentException("node_id " + name + " is not among node_ids"));
            seat = Optional.of(Seat.take(name, roster, new Post(name, out), setup, getContext()));
            getContext().watch(seat.get().actor());
            log.accept(name + " plays " + self + " of " + setup.strategy().name() + ", on " + setup.data());
        } else if (!seat.get().name().equals(name)) {
            throw new IllegalArgumentException(
                    "init for " + name + ", but this is " + seat.get().name() + " already");
        }
        seat.get().post().answer(from, Json.whole(body, "msg_id"), Json.object("init_ok"));
    }

    private void dispatch(Seat here, String from, JsonNode body) {
        Optional<NodeId> peer = here.roster().node(from);
        if (peer.isEmpty()) {
            onRequest(here, Caller.client(from, Json.whole(body, "msg_id")), body);
            return;
        }
        Optional<NodeCall.Envelope> envelope = mail.read(peer.get(), body);
        String type = Json.text(body, "type");
        if (envelope.isPresent()) {
            here.actor().tell(envelope.get());
        } else if (type.equals(Forwards.FORWARD)) {
            onRequest(here, Forwards.caller(from, body), Json.field(body, "body"));
        } else if (type.equals(Forwards.ANSWERED)) {
            here.forwards().answered(body, here.post());
        } else {
            log.accept("a message of type '" + type + "' from " + from + " is not known");
        }
    }

    private void onRequest(Seat here, Caller caller, JsonNode body) {
        Optional<Call> known = Workloads.read(body);
        if (known.isEmpty()) {
            String text = "requests of type '" + Json.text(body, "type") + "' are not known";
            caller.answer(Answers.error(ErrorCode.NOT_SUPPORTED, text), here.post());
            return;
        }
        Call call = known.get();
        if (call.operations().isEmpty()) {
            caller.answer(call.answer().apply(List.of()), here.post());
        } else if (here.layer() == 0) {
            execute(here, caller, call);
        } else if (caller.isHandedOn()) {
            String text = here.name() + " is not of the core";
            caller.answer(Answers.error(ErrorCode.TEMPORARILY_UNAVAILABLE, text), here.post());
        } else {
            onLazyRequest(here, caller, call, body);
        }
    }

    private void onLazyRequest(Seat here, Caller caller, Call call, JsonNode body) {
        if (call.isUpdate() || setup.lazyReads() == LazyReads.FORWARD) {
            long now = setup.clock().nanoTime();
            here.forwards().add(caller, body, now, now + setup.timeout().toNanos(), here.post());
        } else if (setup.lazyReads() == LazyReads.LOCAL) {
            execute(here, caller, call);
        } else {
            String text = here.self() + " is of layer " + here.layer() + " and answers no reads (--lazy-reads refuse)";
            caller.answer(Answers.error(ErrorCode.TEMPORARILY_UNAVAILABLE, text), here.post());
        }
    }

    private void execute(Seat here, Caller caller, Call call) {
        if (calls.isFull()) {
            String text = here.name() + " has too many open requests";
            caller.answer(Answers.error(ErrorCode.TEMPORARILY_UNAVAILABLE, text), here.post());
            return;
        }
        Transaction transaction = new Transaction(caller.id(), here.layer(), call.operations());
        calls.add(caller, call, setup.clock().nanoTime() + setup.timeout().toNanos());
        here.actor().tell(new NodeCall.Execute(transaction, executedAdapter));
    }

    private Behavior<Command> onDecided(Decided decided) {
        seat.ifPresent(here ->
                calls.decided(decided.executed().id(), decided.executed().outcome(), here.post()));
        return this;
    }

    private Behavior<Command> onLook() {
        long now = setup.clock().nanoTime();
        seat.ifPresent(here -> {
            calls.expire(now, here.post());
            here.forwards().look(now, here.post());
        });
        return this;
    }

    private Behavior<Command> onEnd() {
        isEnding = true;
        seat.ifPresent(here -> getContext().stop(here.actor()));
        return seat.isPresent() ? this : Behaviors.stopped();
    }

    /** A node that has stopped by itself does not come back; its clients have been told. */
    private Behavior<Command> onNodeStopped() {
        if (!isEnding) {
            log.accept("the node has stopped by itself, see above");
            onFailure.run();
        }
        return Behaviors.stopped();
    }

    /** To a client that can be answered, and to people. */
    private void complain(String from, String to, JsonNode body, ErrorCode code, String text) {
        log.accept("from " + from + ": " + text);
        JsonNode request = body.path("msg_id");
        boolean isPeer = seat.isPresent() && seat.get().roster().node(from).isPresent();
        if (request.isIntegralNumber() && !isPeer) {
            ObjectNode answer = Answers.error(code, text);
            new Post(to, out).answer(from, request.longValue(), answer);
        }
    }
}
