package epidemic.lab;

import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings that differ from others in some values. Fast to ask: a replica asks for each of them at every start. */
public final class LabSettings implements Settings {
    /** How a duration that may be absent is spelled in the configuration. */
    private static final String OFF = "off";

    private final Settings base;
    private final Set<String> fixed;
    private final Map<String, Object> values = new HashMap<>();

    /**
     * The same as the base, so far.
     *
     * @param fixed names that {@link #with} leaves as they are
     */
    public LabSettings(Settings base, Set<String> fixed) {
        this.base = base;
        this.fixed = Set.copyOf(fixed);
    }

    /** Changes one value: a Long, a Boolean, a Duration, or a String ({@code off} for an absent duration). */
    public LabSettings with(String name, Object value) {
        if (!fixed.contains(name)) {
            values.put(name, value);
        }
        return this;
    }

    @Override
    public long number(String name) {
        return (Long) values.computeIfAbsent(name, key -> key.equals(Scenario.KEEP_VERSIONS) ? 0L : base.number(key));
    }

    @Override
    public Duration duration(String name) {
        return (Duration) values.computeIfAbsent(name, base::duration);
    }

    @Override
    public Optional<Duration> optionalDuration(String name) {
        Object value = values.computeIfAbsent(
                name, key -> base.optionalDuration(key).map(Object.class::cast).orElse(OFF));
        return value instanceof Duration duration ? Optional.of(duration) : Optional.empty();
    }

    @Override
    public boolean flag(String name) {
        return (Boolean) values.computeIfAbsent(name, base::flag);
    }

    @Override
    public String text(String name) {
        return (String) values.computeIfAbsent(name, base::text);
    }
}
