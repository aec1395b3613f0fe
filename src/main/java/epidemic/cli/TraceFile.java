package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.lab.Scenario;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanText;
import epidemic.sim.Trace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The readable trace of one run: the plan of faults, as comments, then a line for each thing that happens. */
final class TraceFile implements Trace.Sink, AutoCloseable {
    private static final String OPTION = "--trace";
    private static final double MILLISECOND = 1e6;

    private final Optional<Path> path;
    private final Optional<BufferedWriter> file;
    private Optional<IOException> problem = Optional.empty();

    /**
     * Begins the file.
     *
     * @param path empty for none
     * @throws CommandFailure if it cannot be written
     */
    TraceFile(Optional<Path> path) {
        this.path = path;
        this.file = path.map(TraceFile::open);
    }

    private static BufferedWriter open(Path path) {
        try {
            return Files.newBufferedWriter(path);
        } catch (IOException cannot) {
            throw Outputs.failure(OPTION, path, cannot);
        }
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

    /** The run goes on if this fails; what follows is not written. */
    private void write(String text) {
        if (problem.isEmpty()) {
            try {
                file.orElseThrow().write(text);
            } catch (IOException notWritten) {
                problem = Optional.of(notWritten);
            }
        }
    }

    /**
     * Ends the file.
     *
     * @throws CommandFailure if it could not be written to its end
     */
    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException notWritten) {
            problem = problem.or(() -> Optional.of(notWritten));
        }
        if (problem.isPresent()) {
            throw Outputs.failure(OPTION, path.orElseThrow(), problem.get());
        }
    }
}
