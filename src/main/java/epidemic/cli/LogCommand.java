package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.storage.VersionLine;
import epidemic.runtime.storage.VersionLogFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
    private static final int LOOK_MILLIS = 200;

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
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            print(input, out);
        }
        return ExitCode.DONE;
    }

    /** An unfinished last line is not there yet: it is printed once it is whole. */
    private void print(InputStream input, PrintWriter out) throws IOException, InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = input.read();
            if (next == '\n') {
                print(line.toString(StandardCharsets.UTF_8), out);
                line.reset();
            } else if (next >= 0) {
                line.write(next);
            } else if (follow) {
                out.flush();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } else {
                out.flush();
                return;
            }
        }
    }

    private void print(String line, PrintWriter out) {
        if (json) {
            out.println(line);
            return;
        }
        VersionEntry entry = VersionLine.parse(line);
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
