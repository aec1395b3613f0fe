package epidemic.cli;

import epidemic.client.SubmitException;
import epidemic.runtime.config.EpidemicConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the passive system in this JVM, or asks one that runs elsewhere, with a shell in front of it. */
@Command(
        name = "passive",
        description = {
            "Runs a main replica and N others that copy it some time later, with a shell.",
            "The shell knows: list, update DATA, cache T, program N, wait T, help, exit.",
            "Another client (--url) has all of them but program N, which is for",
            "the process that has the replicas.",
            "Without a terminal, standard input is a script, one command a line."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic passive 2",
            "  scripts/epidemic passive --url http://127.0.0.1:8080",
            "  printf 'update hello\\nlist\\nwait 11\\nlist\\n' | scripts/epidemic passive 2",
            "",
            "Exit code: 0 done, 1 some command of a script could not be done, 2 wrong",
            "usage or no system there."
        })
final class PassiveCommand implements Callable<Integer> {
    private static final String STRATEGY = "passive";
    private static final int MARK_LENGTH = 8;
    private static final Duration MARGIN = Duration.ofSeconds(3);

    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            description = "How many other replicas. Default: passive.replicas, 2.")
    private Optional<Integer> replicas = Optional.empty();

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = SystemUrl.class,
            description = "Begin no system, ask the one that listens there: another client of its main replica.")
    private Optional<URI> url = Optional.empty();

    @Mixin
    private TokenOption tokenOption = new TokenOption();

    @Mixin
    private PlaceOptions placeOptions = new PlaceOptions();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    /** The HTTP port that replicas here have; those that take their place have it, too. */
    private Optional<Integer> boundPort = Optional.empty();

    private final OthersCommands others = new OthersCommands(line -> print(line));

    /** The terminal while lines are typed at it. */
    private volatile Optional<LineInput> typed = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (url.isPresent() && (replicas.isPresent() || placeOptions.areGiven())) {
            throw new CommandFailure(
                    "--url asks a system that runs: N, --port and --data are for one that begins here");
        }
        EpidemicConfig config = config(replicas);
        ReplicaSystem first = url.isPresent() ? elsewhere(url.get(), config) : here(config, placeOptions.data());
        Optional<ReplicaShell.Programs> programs = url.isPresent() ? Optional.empty() : Optional.of(this::again);
        try (others;
                ReplicaShell shell = new ReplicaShell(first, programs, LocalDateTime::now, out(), err())) {
            return SystemTerminal.isThere() ? interactive(shell) : script(shell);
        }
    }

    /** The address stays the same, so that other clients find it. */
    private Supplier<ReplicaSystem> again(int number) {
        EpidemicConfig config = config(Optional.of(number));
        LocalSystem.topology(config);
        return () -> here(config, Optional.empty());
    }

    private EpidemicConfig config(Optional<Integer> number) {
        List<String> own = new ArrayList<>(List.of("strategy=" + STRATEGY));
        number.ifPresent(count -> own.add(STRATEGY + ".replicas=" + count));
        boundPort.or(placeOptions::port).ifPresent(port -> own.add("http.port=" + port));
        return options.load(List.of("faults.enabled=true", "log.level=WARN"), own);
    }

    private ReplicaSystem here(EpidemicConfig config, Optional<Path> directory) {
        Path data = DataDirectory.forRun(directory);
        try {
            RunningSystem running = RunningSystem.start(config, data, others, err(), err());
            boundPort = Optional.of(URI.create(running.url()).getPort());
            return new AskedSystem(
                    running.nodes()::topology,
                    running.nodes().directory(),
                    running.nodes().actors(),
                    running.mark(),
                    patience(config),
                    running::close);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the replicas began", interrupted);
        } finally {
            DataDirectory.dropUnused(data);
        }
    }

    private ReplicaSystem elsewhere(URI place, EpidemicConfig config) {
        try {
            SystemElsewhere there = SystemElsewhere.at(place, STRATEGY, tokenOption.token(), config);
            return new AskedSystem(
                    there::topology,
                    there.directory(),
                    there.actors(),
                    UUID.randomUUID().toString().substring(0, MARK_LENGTH),
                    patience(config),
                    there::close);
        } catch (SubmitException | IllegalArgumentException problem) {
            throw new CommandFailure(problem.getMessage(), problem);
        }
    }

    private static Duration patience(EpidemicConfig config) {
        return config.http().transactionTimeout().plus(MARGIN);
    }

    private int interactive(ReplicaShell shell) throws IOException {
        try (LineInput input = LineInput.open(ReplicaShell.COMMANDS)) {
            typed = Optional.of(input);
            Optional<String> line = input.next();
            while (line.isPresent() && shell.execute(line.get())) {
                line = input.next();
            }
            typed = Optional.empty();
        }
        return ExitCode.DONE;
    }

    private void print(String line) {
        typed.ifPresentOrElse(input -> input.printAbove(line), () -> {
            out().println(line);
            out().flush();
        });
    }

    private static int script(ReplicaShell shell) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && shell.script(line)) {
            line = lines.readLine();
        }
        return shell.problemCount() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
