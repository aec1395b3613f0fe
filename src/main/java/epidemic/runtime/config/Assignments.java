package epidemic.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;

/** Reads {@code KEY=VALUE} as the option {@code --set} takes it. */
final class Assignments {
    private static final String ORIGIN = "--set";

    private Assignments() {}

    /**
     * The settings, the last one of a key winning.
     *
     * @throws ConfigurationException if one is not {@code KEY=VALUE}
     */
    static Config parse(List<String> assignments) {
        Config config = ConfigFactory.empty();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String key = equals < 0 ? "" : assignment.substring(0, equals).trim();
            ConfigValue value = value(assignment.substring(equals + 1));
            config = config.withValue(absolute(key, assignment), value);
        }
        return config;
    }

    private static String absolute(String key, String assignment) {
        try {
            List<String> path = ConfigUtil.splitPath(key);
            boolean isAbsolute = path.size() > 1
                    && (path.get(0).equals(EpidemicConfig.BLOCK) || path.get(0).equals("pekko"));
            return isAbsolute ? key : EpidemicConfig.BLOCK + "." + key;
        } catch (ConfigException malformed) {
            throw new ConfigurationException(
                    ORIGIN + " '" + assignment + "' is malformed: KEY=VALUE is allowed, such as"
                            + " layered.layer2.interval=1s",
                    malformed);
        }
    }

    /**
     * The value: a number, true, false, a quoted text, a list or a block as HOCON spells it, or else the text as it is.
     * A text is not read as HOCON, which would take {@code //} and {@code #} for comments.
     */
    private static ConfigValue value(String text) {
        ConfigValue plain = ConfigValueFactory.fromAnyRef(text, ORIGIN);
        try {
            Config parsed = ConfigFactory.parseString("value = " + text);
            ConfigValue value = parsed.root().get("value");
            return parsed.root().size() == 1 && value != null && saysAll(text.trim(), value)
                    ? value.withOrigin(plain.origin())
                    : plain;
        } catch (ConfigException noHocon) {
            return plain;
        }
    }

    private static boolean saysAll(String text, ConfigValue value) {
        if (text.startsWith("\"") || text.startsWith("[") || text.startsWith("{")) {
            return true;
        }
        boolean isScalar = value.valueType() == ConfigValueType.NUMBER || value.valueType() == ConfigValueType.BOOLEAN;
        return isScalar && value.unwrapped().toString().equals(text);
    }
}
