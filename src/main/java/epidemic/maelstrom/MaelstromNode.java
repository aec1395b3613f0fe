package epidemic.maelstrom;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;

/** A node between an input and an output of lines: reads until the input ends. */
public final class MaelstromNode {
    private static final long STOP_SECONDS = 10;

    private final MaelstromSetup setup;
    private final Config config;
    private final Consumer<String> log;

    /**
     * A node that does not run yet.
     *
     * @param config of its actor system
     * @param log takes what people should know, from any thread
     */
    public MaelstromNode(MaelstromSetup setup, Config config, Consumer<String> log) {
        this.setup = setup;
        this.config = config;
        this.log = log;
    }

    /**
     * Runs the node until the input ends or the node stops by itself.
     *
     * @return whether the input has ended
     */
    public boolean run(InputStream input, OutputStream output) throws InterruptedException {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (LineOutput lines = new LineOutput(output)) {
            ActorSystem<MaelstromActor.Command> actors = ActorSystem.create(
                    MaelstromActor.create(setup, lines, log, () -> ended.complete(false)), "epidemic", config);
            Thread reading = new Thread(() -> read(new LineInput(input), actors, ended), "maelstrom-input");
            reading.setDaemon(true);
            reading.start();
            boolean isEndOfInput = ended.get();
            actors.tell(MaelstromActor.End.INSTANCE);
            actors.getWhenTerminated().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
            return isEndOfInput;
        } catch (ExecutionException | TimeoutException problem) {
            throw new IllegalStateException("the node did not stop", problem);
        }
    }

    private void read(LineInput input, ActorSystem<MaelstromActor.Command> actors, CompletableFuture<Boolean> ended) {
        try {
            Optional<String> line = input.next();
            while (line.isPresent()) {
                actors.tell(new MaelstromActor.Line(line.get()));
                line = input.next();
            }
        } catch (IOException broken) {
            log.accept("the input broke: " + broken.getMessage());
        }
        ended.complete(true);
    }
}
