package epidemic.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of values. The kind of a key is the kind of its default in the packaged {@code application.conf}. */
enum ConfigKind {
    /** A whole number. */
    NUMBER("a whole number"),
    /** A number with or without decimals. */
    DECIMAL("a number"),
    /** True or false. */
    BOOLEAN("true or false"),
    /** A duration of 0 or more. */
    DURATION("a duration such as 10s or 500ms"),
    /** A duration of 0 or more, or off. */
    OPTIONAL_DURATION("a duration such as 10s or 500ms, or off,"),
    /** A whole number of 1 or more, or off. */
    OPTIONAL_COUNT("a whole number of 1 or more, or off,"),
    /** A size in bytes. */
    SIZE("a size such as 128KiB"),
    /** A text. */
    TEXT("a text"),
    /** What Pekko makes something of, not us. */
    ANY("a value");

    /** The text that stands for the lack of a duration. */
    static final String OFF = "off";

    private static final Pattern DURATION_FORM = Pattern.compile("[0-9]+ ?(ns|us|ms|s|m|h|d)");
    private static final Pattern SIZE_FORM = Pattern.compile("[0-9]+ ?([KMG]i)?B");

    private final String allowed;

    ConfigKind(String allowed) {
        this.allowed = allowed;
    }

    /** What is allowed, for messages: fits before "is allowed". */
    String allowed() {
        return allowed;
    }

    /**
     * The kind of a default.
     *
     * @param name the key's last part: what is off by default and whose name ends in versions or port is a count
     */
    static ConfigKind of(String name, ConfigValue standard) {
        Object value = standard.unwrapped();
        if (value.equals(OFF) && (name.endsWith("versions") || name.endsWith("port"))) {
            return OPTIONAL_COUNT;
        }
        if (value instanceof Integer || value instanceof Long) {
            return NUMBER;
        }
        if (value instanceof Double) {
            return DECIMAL;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        return value instanceof String text ? ofText(text) : ANY;
    }

    private static ConfigKind ofText(String text) {
        if (text.equals(OFF)) {
            return OPTIONAL_DURATION;
        }
        if (DURATION_FORM.matcher(text).matches()) {
            return DURATION;
        }
        return SIZE_FORM.matcher(text).matches() ? SIZE : TEXT;
    }

    /** A number or truth value of this kind as JSON spells it; empty for what JSON writes in quotes. */
    Optional<String> bare(ConfigValue value) {
        Config config = value.atKey("value");
        return switch (this) {
            case NUMBER -> Optional.of(String.valueOf(config.getLong("value")));
            case OPTIONAL_COUNT -> Optional.of(config.getString("value")).filter(text -> !text.equals(OFF));
            case DECIMAL -> Optional.of(String.valueOf(config.getDouble("value")));
            case BOOLEAN -> Optional.of(String.valueOf(config.getBoolean("value")));
            case ANY ->
                Optional.of(value.unwrapped()).filter(ConfigKind::isBare).map(Object::toString);
            default -> Optional.empty();
        };
    }

    private static boolean isBare(Object unwrapped) {
        return unwrapped instanceof Number || unwrapped instanceof Boolean;
    }

    /** Whether the value at a path is of this kind. */
    boolean accepts(Config config, String path) {
        try {
            return switch (this) {
                case NUMBER -> isWhole(config, path);
                case DECIMAL -> Double.isFinite(config.getDouble(path));
                case BOOLEAN -> isTruthValue(config, path);
                case DURATION -> !config.getDuration(path).isNegative();
                case OPTIONAL_DURATION ->
                    config.getString(path).equals(OFF)
                            || !config.getDuration(path).isNegative();
                case OPTIONAL_COUNT ->
                    config.getString(path).equals(OFF) || isWhole(config, path) && config.getLong(path) >= 1;
                case SIZE -> config.getBytes(path) >= 0;
                case TEXT -> isScalar(config.getValue(path).valueType());
                case ANY -> true;
            };
        } catch (ConfigException ofAnotherKind) {
            return false;
        }
    }

    /** A number with decimals is no whole one, though the library would cut them off. */
    private static boolean isWhole(Config config, String path) {
        try {
            Long.parseLong(config.getString(path));
            return true;
        } catch (NumberFormatException notWhole) {
            return false;
        }
    }

    /** The library throws for what is none. */
    private static boolean isTruthValue(Config config, String path) {
        return config.getBoolean(path) || !config.getBoolean(path);
    }

    private static boolean isScalar(ConfigValueType type) {
        return type == ConfigValueType.STRING || type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
    }
}
