package epidemic.lab;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What many seeds have shown.
 *
 * @param strategy its name
 * @param runs how many seeds
 * @param violationCount in how many of them a check did not hold
 * @param violations the first {@value #VIOLATIONS_MAX} of them, by seed
 * @param probes in how many runs each situation was met, in the order of the scenario
 * @param digest over the digests of all traces in the order of seeds, hexadecimal
 * @param events of all runs
 * @param virtualNanos of all runs
 * @param wallNanos how long it took, 1 or more
 */
public record CampaignReport(
        String strategy,
        long runs,
        long violationCount,
        List<SeedResult> violations,
        Map<String, Long> probes,
        String digest,
        long events,
        long virtualNanos,
        long wallNanos) {
    /** How many violations are kept. */
    public static final int VIOLATIONS_MAX = 1_000;

    private static final double SECOND = 1e9;

    /** Copies list and map, keeping their order. */
    public CampaignReport {
        violations = List.copyOf(violations);
        probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes));
    }

    /** Runs in a second of wall-clock time. */
    public double runsPerSecond() {
        return runs * SECOND / wallNanos;
    }

    /** Events in a second of wall-clock time. */
    public double eventsPerSecond() {
        return events * SECOND / wallNanos;
    }

    /** Virtual seconds in a second of wall-clock time. */
    public double virtualSecondsPerSecond() {
        return (double) virtualNanos / wallNanos;
    }

    /** The situations that no run has met. */
    public List<String> unseenProbes() {
        return probes.entrySet().stream()
                .filter(probe -> probe.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Sums up results that come in the order of seeds. */
    static final class Builder {
        private final String strategy;
        private final List<String> names;
        private final long[] seen;
        private final List<SeedResult> violations = new ArrayList<>();
        private final MessageDigest digest;
        private long runs;
        private long violationCount;
        private long events;
        private long virtualNanos;

        Builder(String strategy, List<String> names) {
            this.strategy = strategy;
            this.names = names;
            this.seen = new long[names.size()];
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        long runs() {
            return runs;
        }

        long violationCount() {
            return violationCount;
        }

        void add(SeedResult result) {
            runs++;
            events += result.events();
            virtualNanos += result.virtualNanos();
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, result.digest()));
            for (int probe = 0; probe < seen.length; probe++) {
                seen[probe] += result.probeCounts().get(probe) > 0 ? 1 : 0;
            }
            if (result.violation().isPresent()) {
                violationCount++;
                if (violations.size() < VIOLATIONS_MAX) {
                    violations.add(result);
                }
            }
        }

        CampaignReport build(long wallNanos) {
            Map<String, Long> probes = new LinkedHashMap<>();
            for (int probe = 0; probe < seen.length; probe++) {
                probes.put(names.get(probe), seen[probe]);
            }
            return new CampaignReport(
                    strategy,
                    runs,
                    violationCount,
                    violations,
                    probes,
                    HexFormat.of().formatHex(digest.digest()),
                    events,
                    virtualNanos,
                    Math.max(1, wallNanos));
        }
    }
}
