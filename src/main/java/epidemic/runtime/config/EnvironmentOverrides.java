package epidemic.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * Environment variables that set keys: {@code CONFIG_FORCE_epidemic_http_port=9000}. As in Typesafe config, {@code _}
 * stands for a dot, {@code __} for a dash and {@code ___} for an underscore. Always on, unlike there.
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "CONFIG_FORCE_";

    private EnvironmentOverrides() {}

    /**
     * The settings of the variables.
     *
     * @throws ConfigurationException if a variable's name spells no key
     */
    static Config parse(Map<String, String> environment) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(PREFIX)) {
                config = with(config, name, variable.getValue());
            }
        }
        return config;
    }

    /** All variables by their names, for files to refer to as {@code ${?NAME}}. */
    static Config variables(Map<String, String> environment) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            config = config.root()
                    .withValue(name, ConfigValueFactory.fromAnyRef(variable.getValue(), origin(name)))
                    .toConfig();
        }
        return config;
    }

    private static Config with(Config config, String name, String value) {
        try {
            return config.withValue(path(name), ConfigValueFactory.fromAnyRef(value, origin(name)));
        } catch (ConfigException malformed) {
            throw new ConfigurationException(
                    origin(name) + " spells no key: a name such as CONFIG_FORCE_epidemic_http_port is allowed",
                    malformed);
        }
    }

    private static String path(String name) {
        return name.substring(PREFIX.length())
                .replace("___", "\u0000")
                .replace("__", "-")
                .replace("_", ".")
                .replace('\u0000', '_');
    }

    private static String origin(String name) {
        return "environment variable " + name;
    }
}
