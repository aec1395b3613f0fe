package epidemic.cli;

import epidemic.client.FileLine;
import epidemic.client.Progress;
import java.io.PrintWriter;

/** Shows how far a run of transaction files is. Bad lines are told at once. Thread-safe. */
final class ProgressDisplay implements Progress, AutoCloseable {
    private final ProgressMeter meter;

    ProgressDisplay(PrintWriter err) {
        meter = new ProgressMeter(err, "transactions");
    }

    @Override
    public void advanced(long done, long total) {
        meter.advanced(done, total, "");
    }

    @Override
    public void bad(FileLine.Bad line) {
        meter.say(line.toString());
    }

    @Override
    public void close() {
        meter.close();
    }
}
