package epidemic.cli;

import epidemic.lab.Campaign;
import java.io.PrintWriter;

/** Shows how far simulated runs are. Thread-safe. */
final class SimulateProgress implements Campaign.Progress, AutoCloseable {
    private final ProgressMeter meter;

    SimulateProgress(PrintWriter err) {
        meter = new ProgressMeter(err, "runs");
    }

    @Override
    public void advanced(long done, long total, long violations) {
        meter.advanced(done, total, violations + " violations");
    }

    @Override
    public void close() {
        meter.close();
    }
}
