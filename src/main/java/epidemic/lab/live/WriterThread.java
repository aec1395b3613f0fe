package epidemic.lab.live;

import epidemic.lab.history.HistorySink;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes a history on a thread of its own, so that nobody who acts waits for a disk. The queue to it is bounded: when it
 * is full, or a file cannot be written, nothing more is taken, and that is told once.
 */
final class WriterThread {
    /** Lines that wait at most. */
    static final int WAITING_MAX = 200_000;

    private static final long CLOSE_MILLIS_MAX = 10_000;
    private static final long IDLE_MILLIS = 200;

    private final HistorySink sink;
    private final Consumer<String> alarm;
    private final BlockingQueue<Consumer<HistorySink>> queue;
    private final int capacity;
    private final Thread thread;
    private volatile boolean closing;
    private volatile Optional<String> failure = Optional.empty();

    WriterThread(HistorySink sink, Consumer<String> alarm) {
        this(sink, alarm, WAITING_MAX);
    }

    WriterThread(HistorySink sink, Consumer<String> alarm, int capacity) {
        this.sink = sink;
        this.alarm = alarm;
        this.capacity = capacity;
        this.queue = new LinkedBlockingQueue<>();
        this.thread = new Thread(this::write, "history-writer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Takes one more line. For one caller at a time.
     *
     * @return whether it will be written, as far as anybody knows; false after a failure
     */
    boolean take(Consumer<HistorySink> line) {
        if (failure.isEmpty() && queue.size() >= capacity) {
            fail("more than " + capacity + " lines wait for the disk");
        }
        return failure.isEmpty() && queue.add(line);
    }

    /** How full the queue is, from 0 to 1. */
    double fill() {
        return (double) queue.size() / capacity;
    }

    /** What went wrong, if anything did. */
    Optional<String> failure() {
        return failure;
    }

    /** Takes nothing more, and says so. */
    synchronized void fail(String reason) {
        if (failure.isEmpty()) {
            failure = Optional.of(reason);
            alarm.accept(reason);
        }
    }

    private void write() {
        try {
            while (!closing || !queue.isEmpty()) {
                Consumer<HistorySink> line = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (line == null) {
                    sink.flush();
                } else {
                    line.accept(sink);
                }
            }
            sink.flush();
        } catch (RuntimeException notWritten) {
            fail(String.valueOf(notWritten.getMessage()));
            queue.clear();
        } catch (InterruptedException ended) {
            fail("the writer was interrupted");
        }
    }

    /** Writes these lines last, whatever has gone wrong with the queue, and closes the files; ten seconds at most. */
    void close(Iterable<Consumer<HistorySink>> last) {
        last.forEach(queue::add);
        closing = true;
        try {
            thread.join(CLOSE_MILLIS_MAX);
            if (thread.isAlive()) {
                fail("the disk did not take the last lines within " + CLOSE_MILLIS_MAX / 1_000 + " s");
            } else if (sink instanceof Closeable files) {
                files.close();
            }
        } catch (IOException notWritten) {
            fail(String.valueOf(notWritten.getMessage()));
        } catch (InterruptedException ended) {
            fail("the writer was interrupted");
            Thread.currentThread().interrupt();
        }
    }
}
