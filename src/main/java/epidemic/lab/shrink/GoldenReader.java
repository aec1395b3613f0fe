package epidemic.lab.shrink;

import epidemic.kernel.Mutant;
import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.lab.Scenario;
import epidemic.protocol.StrategyCatalog;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanText;
import epidemic.sim.PlanSyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads scenario files, see {@link GoldenText}. One instance reads one file. */
public final class GoldenReader {
    private static final String KEYWORDS =
            "strategy, seed, mutant, violates, set, heal, links, disks, clock, at, patience, client, ask or retry"
                    + " at the beginning of a line";

    private final String file;
    private final Function<String, Settings> configured;
    /** Lines of which there is one at most, by their first word. */
    private final Map<String, ScenarioLine> single = new LinkedHashMap<>();

    private final Map<String, ScenarioLine> settingLines = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final StringBuilder planText = new StringBuilder();
    private final Map<FaultPlan, ScenarioLine> planLines = new LinkedHashMap<>();
    private final ScriptReader script;

    private GoldenReader(String file, Function<String, Settings> configured) {
        this.file = file;
        this.configured = configured;
        this.script = new ScriptReader();
    }

    /**
     * Reads a scenario.
     *
     * @param file the file's name, for messages
     * @param text what is in it
     * @param configured the configured settings of a strategy, by its name: for what the file does not set
     * @throws ScenarioSyntaxException if it cannot be read
     */
    public static GoldenScenario read(String file, String text, Function<String, Settings> configured) {
        GoldenReader reader = new GoldenReader(file, configured);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            ScenarioLine words = new ScenarioLine(file, number, line.strip());
            if (!words.isSkipped()) {
                reader.take(words);
            }
        }
        return reader.scenario();
    }

    private void take(ScenarioLine line) {
        switch (line.keyword()) {
            case "strategy", "seed", "mutant", "violates", "patience" -> single(line);
            case "heal", "links", "disks" -> {
                single(line);
                plan(line);
            }
            case "clock", "at" -> plan(line);
            case "set" -> setting(line);
            case "client" -> script.client(line);
            case "ask" -> script.ask(line);
            case "retry" -> script.retry(line);
            default -> throw line.bad("'" + line.keyword() + "'", KEYWORDS);
        }
    }

    private void single(ScenarioLine line) {
        ScenarioLine before = single.put(line.keyword(), line);
        if (before != null) {
            throw line.bad("'" + line.keyword() + "' stands in line " + before.number() + " already", "one such line");
        }
    }

    private void setting(ScenarioLine line) {
        String rest = line.value("set NAME=VALUE");
        int equal = rest.indexOf('=');
        if (equal < 1 || equal == rest.length() - 1) {
            throw line.bad("'" + rest + "'", "set NAME=VALUE");
        }
        String name = rest.substring(0, equal);
        if (settingLines.put(name, line) != null) {
            throw line.bad("'" + name + "' is set already", "one line for each setting");
        }
        settings.put(name, rest.substring(equal + 1));
    }

    private void plan(ScenarioLine line) {
        try {
            planLines.put(FaultPlanText.parse(line.text()), line);
            planText.append(line.text()).append('\n');
        } catch (PlanSyntaxException unreadable) {
            throw line.problem(unreadable.problem());
        }
    }

    private ScenarioLine required(String keyword, String example) {
        return Optional.ofNullable(single.get(keyword))
                .orElseThrow(() -> new ScenarioSyntaxException(
                        file + ": no line '" + keyword + "': one such as '" + example + "' is expected"));
    }

    private GoldenScenario scenario() {
        Strategy strategy = strategy();
        ScenarioLine seed = required("seed", "seed 42");
        Optional<String> mutant = mutant(strategy);
        Topology topology = topology(strategy);
        required("heal", "heal 3s");
        FaultPlan plan = FaultPlanText.parse(planText.toString());
        planLines.forEach((part, line) -> checkNodes(part, line, topology));
        ScenarioLine patience = required("patience", "patience 500ms");
        long patienceNanos = patience.time(patience.value("patience 500ms"), "patience 500ms");
        if (patienceNanos == 0) {
            throw patience.bad("'" + patience.text() + "'", "more than 0");
        }
        return new GoldenScenario(
                strategy.name(),
                seed.number(seed.value("seed 42"), "seed 42"),
                mutant,
                Optional.ofNullable(single.get("violates")).map(line -> line.value("violates GUARANTEE")),
                settings,
                plan,
                script.script(patienceNanos, topology));
    }

    private Strategy strategy() {
        ScenarioLine line = required("strategy", "strategy layered");
        try {
            return StrategyCatalog.named(line.value("strategy NAME"));
        } catch (ScenarioSyntaxException told) {
            throw told;
        } catch (IllegalArgumentException unknown) {
            throw line.problem(String.valueOf(unknown.getMessage()));
        }
    }

    private Optional<String> mutant(Strategy strategy) {
        ScenarioLine line = single.get("mutant");
        if (line == null) {
            return Optional.empty();
        }
        String name = line.value("mutant NAME");
        List<String> known = strategy.mutants().stream().map(Mutant::name).toList();
        if (!known.contains(name)) {
            throw line.bad(strategy.name() + " has no mutant '" + name + "'", "one of " + String.join(", ", known));
        }
        return Optional.of(name);
    }

    private Topology topology(Strategy strategy) {
        PinnedSettings pinned = new PinnedSettings(GoldenStage.lab(configured.apply(strategy.name())), settings);
        Topology topology;
        try {
            topology = strategy.topology(pinned);
            Scenario.keepVersions(pinned);
        } catch (IllegalArgumentException outOfRange) {
            throw settingLines.entrySet().stream()
                    .filter(setting -> String.valueOf(outOfRange.getMessage()).contains(setting.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .map(line -> line.problem(String.valueOf(outOfRange.getMessage())))
                    .orElseGet(() -> new ScenarioSyntaxException(file + ": " + outOfRange.getMessage()));
        }
        settingLines.forEach((name, line) -> {
            if (!pinned.noted().containsKey(name)) {
                throw line.bad(
                        strategy.name() + " has no setting '" + name + "'",
                        "one of " + String.join(", ", pinned.noted().keySet()));
            }
        });
        return topology;
    }

    private static void checkNodes(FaultPlan part, ScenarioLine line, Topology topology) {
        part.clocks().forEach(clock -> checkNode(clock.node(), line, topology));
        part.faults().forEach(timed -> timed.fault().nodes().forEach(node -> checkNode(node, line, topology)));
    }

    static void checkNode(NodeId node, ScenarioLine line, Topology topology) {
        if (!topology.nodes().contains(node)) {
            String known = topology.nodes().stream().map(NodeId::name).collect(Collectors.joining(", "));
            throw line.bad("no node '" + node + "'", "one of " + known);
        }
    }
}
