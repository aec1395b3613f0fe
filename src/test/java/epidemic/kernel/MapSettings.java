package epidemic.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings out of a map, for tests. */
public final class MapSettings implements Settings {
    private final Map<String, Object> values = new HashMap<>();

    /** None at all. */
    public static MapSettings empty() {
        return new MapSettings();
    }

    /** The defaults of {@code layered}, but with slower heartbeats, and suspicion after a fixed time. */
    public static MapSettings layered() {
        return new MapSettings()
                .with("core.on-failure", "refuse")
                .with("core.reads", "lease")
                .with("core.journal-max-bytes", 1_000_000L)
                .with("core.ack-timeout", Duration.ofSeconds(2))
                .with("core.suspicion-min", Duration.ofSeconds(2))
                .with("core.heartbeat-interval", Duration.ofMillis(250))
                .with("core.retry-interval", Duration.ofMillis(250))
                .with("core.max-in-flight", 10_000L)
                .with("core.batch-max-transactions", 1_024L)
                .with("core.batch-max-bytes", 262_144L)
                .with("layer1.every", 10L)
                .with("layer1.flush-after", "off")
                .with("layer1.session-wait", Duration.ofSeconds(1))
                .with("layer2.interval", Duration.ofSeconds(10))
                .with("update-unit", "transaction")
                .with("history-window", 100_000L)
                .with("idle-clients-max", 10_000L)
                .with("propagation-max-versions", 5_000L)
                .with("reparent", false);
    }

    /** Sets one value: a Long, a Boolean, a Duration or a String. */
    public MapSettings with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    @Override
    public long number(String name) {
        return (Long) require(name);
    }

    @Override
    public Duration duration(String name) {
        return (Duration) require(name);
    }

    @Override
    public Optional<Duration> optionalDuration(String name) {
        Object value = require(name);
        return value instanceof Duration duration ? Optional.of(duration) : Optional.empty();
    }

    @Override
    public boolean flag(String name) {
        return (Boolean) require(name);
    }

    @Override
    public String text(String name) {
        return (String) require(name);
    }

    private Object require(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + name);
        }
        return value;
    }
}
