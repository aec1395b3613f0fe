package epidemic.cli;

import epidemic.client.NodeSummary;
import epidemic.client.Summary;
import java.io.PrintWriter;
import java.util.List;

/** The end of a run of transaction files, for people. */
final class Report {
    private Report() {}

    /** Prints the figures and a line for each node. */
    static void print(PrintWriter out, Summary.Counts counts, List<NodeSummary> nodes) {
        out.printf(
                "%d committed, %d refused, %d unknown, %d bad lines%n",
                counts.committed(), counts.refused(), counts.unknown(), counts.badLines());
        for (NodeSummary node : nodes) {
            out.printf(
                    "%-4s layer %d  version %d  pending %d%n", node.id(), node.layer(), node.version(), node.pending());
        }
        out.flush();
    }

    /** The exit code that the figures ask for. */
    static int exitCode(Summary.Counts counts) {
        return counts.isClean() ? ExitCode.DONE : ExitCode.FOUND;
    }
}
