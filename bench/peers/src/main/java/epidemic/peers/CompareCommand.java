package epidemic.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The comparison. */
@Command(
        name = "run",
        description = "Compares replicated updates of Epidemic and of its peers, in turns, round by round.",
        customSynopsis = "bench/peers/run [OPTION]...",
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  bench/peers/run",
            "  bench/peers/run --list",
            "  bench/peers/run --contenders epidemic-core:memory,micro-raft --rounds 7 --duration 5s --json peers.json",
            "",
            "Tables go to standard output, progress to standard error.",
            "Exit code: 0 all took their turns, 1 some failed, 2 wrong usage."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int ROUNDS_MAX = 1000;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Say this, and end.")
    private boolean help;

    @Option(
            names = "--contenders",
            paramLabel = "LIST",
            split = ",",
            description = "Who takes part: NAME for the default variants of one, or NAME:STORAGE. Default: see --list.")
    private List<String> contenders = List.of();

    @Option(names = "--list", description = "Say who can take part, and end.")
    private boolean list;

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each. Default: 5.")
    private int rounds = 5;

    @Option(
            names = "--reference",
            paramLabel = "NAME",
            description = "Whose throughput is divided by that of the others. Default: epidemic-core.")
    private String reference = "epidemic-core";

    @Option(
            names = "--turn-max",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "A turn that takes longer has failed. Default: 90s, and the time of its loads.")
    private Duration turnMax = Duration.ofSeconds(90);

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where a directory for all files is made, and deleted at the end. Default: the one for"
                    + " temporary files. What is durable is as durable as this disk.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
    private Optional<Path> json = Optional.empty();

    @Mixin
    private WorkOptions options = new WorkOptions();

    @Override
    public Integer call() throws Exception {
        if (list) {
            Catalog.print(System.out);
            return 0;
        }
        WorkOptions.requireRange("--rounds", rounds, ROUNDS_MAX);
        Work work = options.work();
        Catalog.named(reference);
        Map<String, String> skipped = new LinkedHashMap<>();
        List<Variant> variants = present(Catalog.chosen(contenders), skipped);
        skipped.forEach((id, reason) -> System.err.println("skipped: " + id + ": " + reason));
        Path own = Files.createTempDirectory(Files.createDirectories(directory), "epidemic-peers-");
        Thread cleaner = new Thread(() -> cleanUp(own), "cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        Map<String, Object> facts = facts(work, own);
        List<Turn> turns =
                new Comparison(work, turnMax(work), options.heapMegabytes(), own, System.err).run(variants, rounds);
        Report report = new Report(facts, variants, skipped, reference, work.loads(), turns);
        report.print(System.out);
        if (json.isPresent()) {
            report.write(json.get());
        }
        return report.failures().isEmpty() ? 0 : 1;
    }

    private static List<Variant> present(List<Variant> wanted, Map<String, String> skipped) {
        List<Variant> present = new ArrayList<>();
        for (Variant variant : wanted) {
            Optional<String> missing = variant.entry().missing().get();
            missing.ifPresentOrElse(reason -> skipped.put(variant.id(), reason), () -> present.add(variant));
        }
        return present;
    }

    private Duration turnMax(Work work) {
        return turnMax.plus(work.heatUp())
                .plus(work.warmUp()
                        .plus(work.duration())
                        .multipliedBy(work.loads().size()));
    }

    private Map<String, Object> facts(Work work, Path own) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("begun", Instant.now().toString());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("flags", String.join(" ", Jvm.flags(options.heapMegabytes())));
        facts.put("file system", Files.getFileStore(own).type() + " of " + directory);
        facts.put("rounds", rounds);
        facts.put("work", work.toString());
        return facts;
    }

    /** Also when a signal ends it: what runs is ended first, since it writes below the directory. */
    private static void cleanUp(Path own) {
        try {
            Jvm.endAll(ProcessHandle.current().descendants().toList());
            Jvm.delete(own);
            Jvm.delete(Seat.shared(own.resolve("any")).getParent());
        } catch (IOException problem) {
            System.err.println("peers: " + own + " could not be deleted: " + problem);
        }
    }
}
