package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.lab.Scenario;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanText;
import epidemic.sim.Trace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The readable trace of one run: the plan of faults, as comments, then a line for each thing that happens. */
final class TraceFile implements Trace.Sink, AutoCloseable {
    private static final double MILLISECOND = 1e6;

    private final Optional<BufferedWriter> file;

    TraceFile(Optional<Path> path) throws IOException {
        this.file = path.isPresent() ? Optional.of(Files.newBufferedWriter(path.get())) : Optional.empty();
    }

    /** Writes the plan that the run will follow, so that it can be cut out, changed and run with {@code --plan}. */
    void head(Scenario scenario, long seed, Set<FaultKind> kinds, Optional<FaultPlan> plan) {
        if (file.isPresent()) {
            FaultPlan followed = plan.orElseGet(() -> scenario.plan(seed, kinds));
            write("# seed " + seed + "\n# plan:\n");
            FaultPlanText.print(followed).lines().forEach(line -> write("#   " + line + "\n"));
        }
    }

    @Override
    public void line(long atNanos, NodeId node, String text) {
        write(String.format("%12.6f ms  %-4s %s%n", atNanos / MILLISECOND, node, text));
    }

    private void write(String text) {
        try {
            file.orElseThrow().write(text);
        } catch (IOException notWritten) {
            throw new UncheckedIOException("trace: " + notWritten.getMessage(), notWritten);
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
