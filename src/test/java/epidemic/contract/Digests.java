package epidemic.contract;

import epidemic.hybrid.HybridRun;
import epidemic.hybrid.HybridSystem;
import epidemic.lab.Campaign;
import epidemic.lab.Scenario;
import epidemic.lab.SeedRun;
import epidemic.sim.StableHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a range of seeds did, as a hash: in this process or, as a program, in one of its own. */
public final class Digests {
    private Digests() {}

    /** Takes a strategy, the last seed of the simulator and the last one of the hybrid host; prints a digest of each. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(simulated(arguments[0], Long.parseLong(arguments[1]), 1));
        System.out.println(hybrid(arguments[0], Long.parseLong(arguments[2])));
    }

    /** Of the seeds from 1 to the last in the simulator. */
    static String simulated(String strategy, long last, int threads) throws InterruptedException {
        Scenario scenario = Scenarios.of(strategy);
        return new Campaign(scenario, SeedRun.Options.of(scenario.defaultFaults()), (done, total, violations) -> {})
                .run(1, last, threads, Optional.empty())
                .digest();
    }

    /** Of the seeds from 1 to the last on the hybrid host, in an actor system of their own. */
    static String hybrid(String strategy, long last) {
        long digest = 0;
        try (HybridSystem system = new HybridSystem()) {
            for (long seed = 1; seed <= last; seed++) {
                HybridRun.Result result = HybridRun.run(system, Scenarios.of(strategy), seed, HybridRun.FAULTS);
                digest = StableHash.add(digest, result.digest());
            }
        }
        return Long.toHexString(digest);
    }

    /** Begins a process that prints what {@link #main} does. */
    static Process begin(List<String> flags, String strategy, long simulated, long hybrid) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Digests.class.getName()));
        command.addAll(List.of(strategy, Long.toString(simulated), Long.toString(hybrid)));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a process printed, line by line. */
    static List<String> output(Process process) throws IOException, InterruptedException {
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("exit code " + process.exitValue() + ": " + text);
            }
            return text.lines().toList();
        }
    }
}
