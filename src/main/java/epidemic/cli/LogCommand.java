package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.storage.SnapshotLine;
import epidemic.runtime.storage.VersionLine;
import epidemic.runtime.storage.VersionLogFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a node's version log, also while the node runs. */
@Command(
        name = "log",
        description = "Prints a node's version log, a line for each version.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  scripts/epidemic log B1 --follow"})
final class LogCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NODE", description = "For example A1.")
    private String node = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the version logs are. Default: those of the newest run below data/.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--follow", description = "Go on with what is appended, until interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "The lines as they stand in the file.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** The newest version that was printed. */
    private long printed;
    /** Whether the snapshot that passes by is of versions that were not printed. */
    private boolean isNews;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = VersionLogFile.pathOf(DataDirectory.toRead(data), NodeId.of(node));
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("no version log " + file + ": --data DIR names the directory of a run");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.printf("%8s  %-24s  %-6s  %-28s  %s%n", "VERSION", "TIME", "ORIGIN", "TRANSACTION", "WRITES");
        }
        LogTail tail = new LogTail(file, follow);
        for (Optional<String> line = tail.next(out::flush); line.isPresent(); line = tail.next(out::flush)) {
            try {
                print(line.get(), out);
            } catch (IllegalArgumentException damaged) {
                throw new CommandFailure(tail.place() + ": damaged line: " + damaged.getMessage(), damaged);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** Of a snapshot only that it is there is for people; and to whoever follows it is nothing new. */
    private void printSnapshot(String line, PrintWriter out) {
        SnapshotLine parsed = SnapshotLine.parse(line);
        if (parsed instanceof SnapshotLine.Head head) {
            isNews = head.version() > printed;
            printed = Math.max(printed, head.version());
        }
        if (isNews && json) {
            out.println(line);
        } else if (isNews && parsed instanceof SnapshotLine.Head head) {
            out.printf("%8d  (a snapshot stands for the versions up to this one)%n", head.version());
        }
    }

    private void print(String line, PrintWriter out) {
        if (SnapshotLine.isOne(line)) {
            printSnapshot(line, out);
            return;
        }
        VersionEntry entry = VersionLine.parse(line);
        if (entry.version() <= printed) {
            return;
        }
        printed = entry.version();
        if (json) {
            out.println(line);
            return;
        }
        StringBuilder writes = new StringBuilder();
        for (Operation.Change change : entry.writes()) {
            String sign = change instanceof Operation.Append ? " += " : " = ";
            writes.append(writes.isEmpty() ? "" : ", ")
                    .append(change.key())
                    .append(sign)
                    .append(change.value());
        }
        out.printf(
                "%8d  %-24s  %-6s  %-28s  %s%n",
                entry.version(),
                Instant.ofEpochMilli(entry.committedAtMillis()),
                entry.origin(),
                entry.transaction(),
                writes);
    }
}
