package epidemic.cli;

import epidemic.lab.Campaign;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far simulated runs are, if they take longer than two seconds: a bar on a terminal, a plain line every five
 * seconds elsewhere. Thread-safe.
 */
final class SimulateProgress implements Campaign.Progress, AutoCloseable {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LINE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int UPDATE_MILLIS = 200;

    private final PrintWriter err;
    private final boolean terminal;
    private final long begunNanos = System.nanoTime();
    private long lastLineNanos = begunNanos;
    private ProgressBar bar;

    SimulateProgress(PrintWriter err) {
        this.err = err;
        this.terminal = System.console() != null && System.getenv("NO_COLOR") == null;
    }

    @Override
    public synchronized void advanced(long done, long total, long violations) {
        long nowNanos = System.nanoTime();
        if (nowNanos - begunNanos < QUIET_NANOS) {
            return;
        }
        if (terminal) {
            showBar(done, total, violations);
        } else if (nowNanos - lastLineNanos >= LINE_INTERVAL_NANOS) {
            lastLineNanos = nowNanos;
            err.println(done + " of " + total + " runs, " + violations + " violations");
            err.flush();
        }
    }

    private void showBar(long done, long total, long violations) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("runs")
                    .setInitialMax(total)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }
        bar.stepTo(done);
        bar.setExtraMessage(violations + " violations");
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
