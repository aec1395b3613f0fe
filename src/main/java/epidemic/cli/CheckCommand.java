package epidemic.cli;

import epidemic.check.Guarantee;
import epidemic.check.history.RunDirectory;
import epidemic.check.history.RunRecord;
import epidemic.check.history.View;
import epidemic.check.verdict.Timeline;
import epidemic.check.verdict.Verdict;
import epidemic.check.verdict.Verdict.Ruling;
import epidemic.check.verdict.VerdictJson;
import epidemic.check.verdict.VerdictText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a history. */
@Command(
        name = "check",
        description = "Judges a history: JSON lines, EDN, or the directory of a run.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic check history.jsonl --guarantee strict-serializable",
            "  scripts/epidemic check RUN --guarantee prefix,convergence --timeline why.html",
            "  scripts/epidemic check --guarantee list",
            "",
            "Exit code: 0 all hold, 1 one is violated, 2 wrong usage or unreadable, 3 none is violated but one undecided."
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A history, or a directory with history.jsonl, observations.jsonl and meta.json.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--guarantee",
            paramLabel = "NAME",
            split = ",",
            required = true,
            description = "What is to be judged; several with commas. 'list' prints all names.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = {
                "all: all operations, sessions are clients; core: layer 0 only;",
                "nodes: reads below the core are their node's session.",
                "Default: fits the guarantee."
            })
    private Optional<String> view = Optional.empty();

    @Option(names = "--json", description = "The verdicts as one JSON object.")
    private boolean json;

    @Option(
            names = "--timeline",
            paramLabel = "HTML",
            description = "Write a page with the smallest offending part of each verdict.")
    private Optional<Path> timeline = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (names.equals(List.of("list"))) {
            for (Guarantee guarantee : Guarantee.values()) {
                out.printf("%-28s %s%n", guarantee.label(), guarantee.meaning());
            }
            out.flush();
            return ExitCode.DONE;
        }
        List<Guarantee> guarantees = names.stream().map(Guarantee::named).toList();
        Optional<View> asked = view.map(CheckCommand::named);
        Path input = file.orElseThrow(() -> new CommandFailure("no FILE: the history to judge is missing"));
        RunRecord run = read(input);
        List<Verdict> verdicts = judge(guarantees, run, asked, out);
        if (json) {
            out.println(VerdictJson.of(input.toString(), verdicts));
        }
        out.flush();
        if (timeline.isPresent()) {
            Files.writeString(
                    timeline.get(), Timeline.of(String.valueOf(input.getFileName()), run.history(), verdicts));
        }
        return exitCode(verdicts);
    }

    private static View named(String name) {
        for (View one : View.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("view '" + name + "'; all, core and nodes are allowed");
    }

    private RunRecord read(Path input) throws IOException {
        if (!Files.isReadable(input)) {
            throw new CommandFailure("cannot read " + input);
        }
        long begun = System.nanoTime();
        RunRecord run = RunDirectory.read(input);
        tell("read " + run.history().operations().size() + " operations", begun);
        return run;
    }

    private List<Verdict> judge(List<Guarantee> guarantees, RunRecord run, Optional<View> asked, PrintWriter out) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Guarantee guarantee : guarantees) {
            long begun = System.nanoTime();
            Verdict verdict = guarantee.judge(run, asked);
            verdicts.add(verdict);
            tell("judged " + guarantee.label(), begun);
            if (!json) {
                out.print(VerdictText.of(verdict));
                out.flush();
            }
        }
        return verdicts;
    }

    /** Only what took long is told. */
    private void tell(String what, long begunNanos) {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        if (seconds > 1) {
            spec.commandLine().getErr().printf(Locale.ROOT, "%s in %.1f s%n", what, seconds);
            spec.commandLine().getErr().flush();
        }
    }

    private static int exitCode(List<Verdict> verdicts) {
        int code = ExitCode.DONE;
        for (Verdict verdict : verdicts) {
            if (verdict.ruling() == Ruling.VIOLATED) {
                return ExitCode.FOUND;
            }
            if (verdict.ruling() == Ruling.UNDECIDED) {
                code = ExitCode.UNDECIDED;
            }
        }
        return code;
    }
}
