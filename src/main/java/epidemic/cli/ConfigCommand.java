package epidemic.cli;

import epidemic.runtime.config.EffectiveConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the settings in force and where each comes from. */
@Command(
        name = "config",
        description = "Prints the settings in force and where each comes from.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EffectiveConfig effective = options.load(List.of(), List.of()).effective();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(effective.json());
        } else {
            effective.text().forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE;
    }
}
