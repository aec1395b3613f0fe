package epidemic.cli;

import epidemic.client.HttpSubmitter;
import epidemic.client.SubmitException;
import epidemic.client.SubmitOptions;
import epidemic.client.SubmitResult;
import epidemic.client.Summary;
import epidemic.kernel.Session;
import epidemic.runtime.tls.TlsContext;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends transaction files to a running system over HTTP. */
@Command(
        name = "submit",
        description = "Sends transaction files to a running system; each file is one client.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {"", "Exit code: 0 all committed, 1 some refused, unknown or bad, 2 wrong usage or no", "system there."
        })
final class SubmitCommand implements Callable<Integer> {
    private static final int MARK_LENGTH = 8;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Transaction files.")
    private List<String> files = List.of();

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = SystemUrl.class,
            description = "Where it listens. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = {
                "Whose certificates are believed, as PEM, for https.",
                "Default: the authorities that Java believes."
            })
    private Optional<Path> authorities = Optional.empty();

    @Mixin
    private TokenOption tokenOption = new TokenOption();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the choice of nodes. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--strict", description = "Check all files first and send nothing if a line is bad.")
    private boolean strict;

    @Option(
            names = "--session",
            description = {
                "Each client shows what it has seen: layer 1 does not",
                "answer it from an older version, but waits and then",
                "refuses."
            })
    private boolean session;

    @Mixin
    private SessionOptions sessionOptions = new SessionOptions();

    @Option(names = "--summary", paramLabel = "FILE", description = "Write outcomes and nodes as JSON.")
    private Optional<Path> summaryFile = Optional.empty();

    @Option(names = "--json", description = "Print outcomes and nodes as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String mark = UUID.randomUUID().toString().substring(0, MARK_LENGTH);
        SubmitOptions plain = SubmitOptions.of(url, seed, mark).withStrict(strict);
        SubmitOptions believing = authorities
                .map(TlsContext::believing)
                .map(plain::withAuthorities)
                .orElse(plain);
        SubmitOptions withToken = tokenOption.token().map(believing::withToken).orElse(believing);
        SubmitOptions options = sessionOptions
                .wishes()
                .or(() -> session ? Optional.of(Session.NONE) : Optional.empty())
                .map(withToken::withSession)
                .orElse(withToken);
        summaryFile.ifPresent(Summary::requireWritable);
        PrintWriter err = spec.commandLine().getErr();
        try (Summary summary = new Summary(files)) {
            SubmitResult result = send(options, summary);
            if (!result.ran()) {
                err.println("epidemic: nothing was sent, for there are bad lines (--strict)");
                err.flush();
                return ExitCode.FOUND;
            }
            result.problem().ifPresent(problem -> err.println("epidemic: " + problem));
            Summary.End end = summary.end(result.strategy(), result.nodes());
            summaryFile.ifPresent(file -> summary.write(file, end));
            Report.print(json, spec.commandLine().getOut(), summary, end);
            return result.problem().isPresent() ? ExitCode.FOUND : Report.exitCode(summary.counts());
        } catch (SubmitException problem) {
            throw new CommandFailure(problem.getMessage(), problem);
        }
    }

    /** When it ends, nothing shows progress any more: the result may be printed. */
    private SubmitResult send(SubmitOptions options, Summary summary) {
        try (ProgressDisplay progress = new ProgressDisplay(spec.commandLine().getErr())) {
            return new HttpSubmitter(options).submit(files, summary, progress);
        }
    }
}
