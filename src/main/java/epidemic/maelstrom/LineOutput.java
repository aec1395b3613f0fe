package epidemic.maelstrom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes lines in a thread of its own, so that nobody waits for who reads them. {@value #WAITING_MAX} lines may wait; more
 * are lost, as a network loses messages.
 */
final class LineOutput implements Consumer<String>, AutoCloseable {
    private static final int WAITING_MAX = 20_000;
    private static final long CLOSE_MILLIS = 2_000;
    private static final String END = "";

    private final OutputStream output;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread = new Thread(this::write, "maelstrom-output");

    LineOutput(OutputStream output) {
        this.output = output;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void accept(String line) {
        waiting.offer(line);
    }

    private void write() {
        try {
            String line = waiting.take();
            while (!line.equals(END)) {
                output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                if (waiting.isEmpty()) {
                    output.flush();
                }
                line = waiting.take();
            }
            output.flush();
        } catch (IOException | InterruptedException nobodyReads) {
            waiting.clear();
        }
    }

    /** Writes what waits, for a bounded time. */
    @Override
    public void close() {
        try {
            if (waiting.offer(END, CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
