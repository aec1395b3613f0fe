package epidemic.cli;

import epidemic.kernel.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command lines of {@code bench --processes}' nodes.
 *
 * @param heap the most heap of each, as {@code -Xmx} takes it
 * @param javaOptions further options of each JVM; {@code %n} stands for the node's name
 * @param layers how many layers run
 * @param memory whether nothing is written
 * @param data the directory of the version logs
 * @param run tells this run's request ids from those of other runs
 * @param keys how many keys are written
 * @param valueBytes the length of values
 * @param strategy the strategy, if one is named
 * @param options the configuration
 */
record BenchJvms(
        String heap,
        List<String> javaOptions,
        int layers,
        boolean memory,
        Path data,
        String run,
        int keys,
        int valueBytes,
        Optional<String> strategy,
        ConfigOptions options) {

    /** Starts one node. */
    List<String> command(NodeId node, String seeds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4"));
        javaOptions.forEach(option -> command.add(option.replace("%n", node.name())));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "epidemic.Main",
                "bench-node",
                node.name(),
                "--layers=" + layers,
                "--data=" + data,
                "--seeds=" + seeds,
                "--run=" + run,
                "--keys=" + keys,
                "--value-bytes=" + valueBytes));
        if (memory) {
            command.add("--memory");
        }
        strategy.ifPresent(name -> command.add("--strategy=" + name));
        options.file().ifPresent(file -> command.add("--config=" + file));
        options.assignments().forEach(assignment -> command.add("--set=" + assignment));
        return command;
    }
}
