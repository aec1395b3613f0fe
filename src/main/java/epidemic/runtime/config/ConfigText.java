package epidemic.runtime.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Set;

/** How keys, values and origins are told to people. Secrets are never shown. */
final class ConfigText {
    /** Stands in for the value of a secret. */
    static final String HIDDEN = "(hidden)";

    private static final Set<String> SECRETS = Set.of("token", "password", "secret");

    private ConfigText() {}

    /** Whether the key holds a secret. */
    static boolean isSecret(String key) {
        return SECRETS.contains(key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('-')) + 1));
    }

    /** The value, as people write it: texts without quotes, lists and blocks in one line. */
    static String value(String key, ConfigValue value) {
        boolean isText = value.valueType() == ConfigValueType.STRING;
        String text = isText ? (String) value.unwrapped() : value.render(ConfigRenderOptions.concise());
        return isSecret(key) && !text.isEmpty() ? HIDDEN : text;
    }

    /** What was found where: {@code KEY = 'VALUE' (ORIGIN)}. */
    static String found(String key, ConfigValue value) {
        return key + " = '" + value(key, value) + "'" + origin(value);
    }

    /** The origin in brackets, with a blank before. */
    static String origin(ConfigValue value) {
        return " (" + describe(value.origin()) + ")";
    }

    /** Where a value comes from: {@code default}, {@code FILE:LINE}, or the name of the source. */
    static String describe(ConfigOrigin origin) {
        if (EpidemicConfig.PACKAGED.equals(origin.resource())) {
            return "default";
        }
        String file = origin.filename();
        if (file != null) {
            return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
        }
        return origin.description();
    }
}
