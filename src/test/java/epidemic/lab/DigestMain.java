package epidemic.lab;

import epidemic.kernel.MapSettings;
import epidemic.protocol.StrategyCatalog;
import java.util.Optional;
import java.util.Set;

/** Prints the digest of a range of seeds: for runs in a process of their own. */
public final class DigestMain {
    private DigestMain() {}

    /** Takes the first and the last seed. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(digest(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]), 1));
    }

    static String digest(long first, long last, int threads) throws InterruptedException {
        Scenario scenario = ScenarioCatalog.of(StrategyCatalog.named("layered"), MapSettings.layered(), Set.of());
        return new Campaign(scenario, SeedRun.Options.of(scenario.defaultFaults()), (done, total, violations) -> {})
                .run(first, last, threads, Optional.empty())
                .digest();
    }
}
