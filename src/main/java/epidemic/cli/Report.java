package epidemic.cli;

import epidemic.client.NodeSummary;
import epidemic.client.Summary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** The end of a run of transaction files. */
final class Report {
    private Report() {}

    /** Prints the summary's JSON, or for people the figures and a line for each node. */
    static void print(boolean asJson, PrintWriter out, Summary summary, Summary.End end) {
        if (asJson) {
            printJson(out, summary, end);
        } else {
            printText(out, end);
        }
        out.flush();
    }

    private static void printJson(PrintWriter out, Summary summary, Summary.End end) {
        try (OutputStream output = new TextOutput(out)) {
            summary.write(output, end);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void printText(PrintWriter out, Summary.End end) {
        Summary.Counts counts = end.counts();
        out.printf(
                "%d committed, %d refused, %d unknown, %d bad lines%n",
                counts.committed(), counts.refused(), counts.unknown(), counts.badLines());
        for (NodeSummary node : end.nodes()) {
            out.printf(
                    "%-4s layer %d  version %d  pending %d%n", node.id(), node.layer(), node.version(), node.pending());
        }
    }

    /** The exit code that the figures ask for. */
    static int exitCode(Summary.Counts counts) {
        return counts.isClean() ? ExitCode.DONE : ExitCode.FOUND;
    }
}
