package epidemic.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a command is, if it takes longer than two seconds: a bar on a terminal; elsewhere a plain line then, and
 * another one every five seconds. Thread-safe.
 */
final class ProgressMeter implements AutoCloseable {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LINE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long BAR_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int UPDATE_MILLIS = 200;

    private final PrintWriter err;
    private final String task;
    private final boolean terminal;
    private final LongSupplier nanoClock;
    private final long begunNanos;
    private long nextLineNanos = QUIET_NANOS;
    private long nextBarNanos = QUIET_NANOS;
    private Optional<ProgressBar> bar = Optional.empty();

    /**
     * A meter that has shown nothing.
     *
     * @param task what is counted, for example {@code transactions}
     */
    ProgressMeter(PrintWriter err, String task) {
        this(err, task, SystemTerminal.isThere() && System.getenv("NO_COLOR") == null, System::nanoTime);
    }

    /** The same, at a terminal or not, by any clock. */
    ProgressMeter(PrintWriter err, String task, boolean terminal, LongSupplier nanoClock) {
        this.err = err;
        this.task = task;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.begunNanos = nanoClock.getAsLong();
    }

    /**
     * So much is done.
     *
     * @param total how much there is to do, negative if nobody knows
     * @param remark what to add, empty for nothing
     */
    synchronized void advanced(long done, long total, String remark) {
        long spentNanos = nanoClock.getAsLong() - begunNanos;
        if (terminal && spentNanos >= nextBarNanos) {
            showBar(done, total, remark, spentNanos);
        } else if (!terminal && spentNanos >= nextLineNanos) {
            nextLineNanos = spentNanos + LINE_INTERVAL_NANOS;
            say(done + (total < 0 ? "" : " of " + total) + " " + task + (remark.isEmpty() ? "" : ", " + remark));
        }
    }

    private void showBar(long done, long total, String remark, long spentNanos) {
        ProgressBar shown = bar.orElseGet(() -> new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .startsFrom(done, Duration.ofNanos(spentNanos))
                .build());
        bar = Optional.of(shown);
        shown.stepTo(done);
        shown.setExtraMessage(remark);
    }

    /** Prints a line at once. A bar ends above it; another one begins below it a little later, for more lines may come. */
    synchronized void say(String line) {
        if (bar.isPresent()) {
            endBar();
            nextBarNanos = nanoClock.getAsLong() - begunNanos + BAR_PAUSE_NANOS;
        }
        err.println(line);
        err.flush();
    }

    @Override
    public synchronized void close() {
        endBar();
    }

    private void endBar() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
