package epidemic.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import epidemic.kernel.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A block of the configuration, as strategies read it. Names are relative to the block and may have dots, for example
 * {@code layer1.every}. Each method throws a {@link ConfigurationException} that names the full key if there is no such
 * name or its value is of another kind. Immutable.
 */
public final class StrategySettings implements Settings {
    private final Config root;
    private final String block;

    /**
     * The settings of a block.
     *
     * @param root a configuration that was resolved
     * @param block the full name of the block, for example {@code epidemic.layered}
     */
    public StrategySettings(Config root, String block) {
        this.root = root;
        this.block = block;
    }

    /** The full name of the block. */
    String block() {
        return block;
    }

    @Override
    public long number(String name) {
        return root.getLong(require(name, ConfigKind.NUMBER));
    }

    @Override
    public Duration duration(String name) {
        return root.getDuration(require(name, ConfigKind.DURATION));
    }

    @Override
    public Optional<Duration> optionalDuration(String name) {
        String key = require(name, ConfigKind.OPTIONAL_DURATION);
        return root.getString(key).equals(ConfigKind.OFF) ? Optional.empty() : Optional.of(root.getDuration(key));
    }

    @Override
    public String text(String name) {
        return root.getString(require(name, ConfigKind.TEXT));
    }

    @Override
    public boolean flag(String name) {
        return root.getBoolean(require(name, ConfigKind.BOOLEAN));
    }

    /** A whole number of 1 or more, or empty if the setting is {@code off}. */
    public OptionalLong optionalCount(String name) {
        String key = require(name, ConfigKind.OPTIONAL_COUNT);
        return root.getString(key).equals(ConfigKind.OFF) ? OptionalLong.empty() : OptionalLong.of(root.getLong(key));
    }

    /** A size in bytes, 0 or more. */
    public long sizeBytes(String name) {
        return root.getBytes(require(name, ConfigKind.SIZE));
    }

    /**
     * The error of a value that is out of its range.
     *
     * @param allowed the range for people, fits before "is allowed"
     */
    ConfigurationException outOfRange(String name, String allowed) {
        String key = block + "." + name;
        return new ConfigurationException(ConfigText.found(key, root.getValue(key)) + ": " + allowed + " is allowed");
    }

    private String require(String name, ConfigKind kind) {
        String key = block + "." + name;
        if (!root.hasPath(key)) {
            throw new ConfigurationException("key " + key + " is missing: " + kind.allowed() + " is expected");
        }
        if (!kind.accepts(root, key)) {
            ConfigValue value = root.getValue(key);
            throw new ConfigurationException(ConfigText.found(key, value) + ": " + kind.allowed() + " is allowed");
        }
        return key;
    }
}
