package epidemic.cli;

import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.logging.LogSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of every command that has a configuration. */
final class ConfigOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {
                "Sets a key of the configuration, for example",
                "--set layered.layer2.interval=1s. May be repeated."
            })
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration file that adds to the defaults.")
    private Optional<Path> file = Optional.empty();

    /** What {@code --set} sets, {@code KEY=VALUE} each. */
    List<String> assignments() {
        return List.copyOf(assignments);
    }

    /** The configuration file, if one is named. */
    Optional<Path> file() {
        return file;
    }

    /**
     * The configuration; from now on the process logs as it says.
     *
     * @param weaker what the command sets unless {@code --set} does
     * @param stronger what the command's own options set
     */
    EpidemicConfig load(List<String> weaker, List<String> stronger) {
        List<String> all = new ArrayList<>(weaker);
        all.addAll(assignments);
        all.addAll(stronger);
        EpidemicConfig config = EpidemicConfig.load(file, all);
        LogSetup.apply(config.log());
        return config;
    }

    /** The names of a strategy's settings that {@code --set} names: those that seeds do not draw. */
    Set<String> assignedTo(String strategy) {
        String prefix = strategy + ".";
        Set<String> names = new LinkedHashSet<>();
        for (String assignment : assignments()) {
            String key = assignment.substring(0, Math.max(0, assignment.indexOf('=')));
            if (key.startsWith(prefix)) {
                names.add(key.substring(prefix.length()));
            }
        }
        return names;
    }
}
