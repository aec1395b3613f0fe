package epidemic.web;

import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Settings of {@code layered} with short intervals. */
record MapSettings(Map<String, String> values) implements Settings {
    static MapSettings ofTests() {
        return new MapSettings(Map.ofEntries(
                Map.entry("core.on-failure", "refuse"),
                Map.entry("core.ack-timeout", "600"),
                Map.entry("core.heartbeat-interval", "50"),
                Map.entry("core.retry-interval", "50"),
                Map.entry("core.max-in-flight", "500"),
                Map.entry("core.batch-max-transactions", "1000"),
                Map.entry("core.batch-max-bytes", "1000000"),
                Map.entry("layer1.every", "10"),
                Map.entry("update-unit", "transaction"),
                Map.entry("layer1.flush-after", "off"),
                Map.entry("layer1.session-wait", "200"),
                Map.entry("layer2.interval", "300"),
                Map.entry("history-window", "10000"),
                Map.entry("propagation-max-versions", "1000")));
    }

    @Override
    public long number(String name) {
        return Long.parseLong(text(name));
    }

    @Override
    public Duration duration(String name) {
        return Duration.ofMillis(number(name));
    }

    @Override
    public Optional<Duration> optionalDuration(String name) {
        return text(name).equals("off") ? Optional.empty() : Optional.of(duration(name));
    }

    @Override
    public String text(String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> new NoSuchElementException(name));
    }
}
