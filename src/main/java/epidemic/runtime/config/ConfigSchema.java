package epidemic.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/** Which keys there are below {@code epidemic} and of which kind: what the packaged {@code application.conf} has. */
final class ConfigSchema {
    private static final String DISPATCHER_SUFFIX = "-dispatcher";
    private static final String DISPATCHER_STANDARD = "pekko.actor.default-dispatcher";

    private final ConfigObject known;

    /**
     * The schema.
     *
     * @param packaged the block {@code epidemic} of the packaged defaults
     * @param reference Pekko's own defaults, for what a dispatcher understands
     */
    ConfigSchema(ConfigObject packaged, Config reference) {
        ConfigObject dispatcher = reference.getObject(DISPATCHER_STANDARD);
        ConfigObject all = packaged;
        for (String name : packaged.keySet()) {
            if (isDispatcher(name)) {
                all = all.withValue(name, packaged.get(name).withFallback(dispatcher));
            }
        }
        this.known = all;
    }

    /**
     * Checks that each key is known and each value is of its key's kind.
     *
     * @param found the effective block {@code epidemic}
     * @throws ConfigurationException if not; the message names key, origin and what is allowed
     */
    void check(ConfigObject found) {
        checkBlock(EpidemicConfig.BLOCK, known, found);
    }

    /**
     * Checks that no key of ours stands outside of its block.
     *
     * @param file what a file says
     * @throws ConfigurationException if one does; the message names it and its place
     */
    void checkPlaces(ConfigObject file) {
        for (String name : file.keySet().stream().sorted().toList()) {
            if (known.containsKey(name)) {
                throw new ConfigurationException("key " + name + ConfigText.origin(file.get(name)) + ": "
                        + join(EpidemicConfig.BLOCK, name) + " is allowed, or " + name + " within "
                        + EpidemicConfig.BLOCK + " { … }");
            }
        }
    }

    /** The kind of a full key that was checked. */
    ConfigKind kindOf(String key) {
        return isOfDispatcher(key)
                ? ConfigKind.ANY
                : ConfigKind.of(key, known.toConfig().getValue(key.substring(EpidemicConfig.BLOCK.length() + 1)));
    }

    private void checkBlock(String path, ConfigObject block, ConfigObject found) {
        for (String name : found.keySet().stream().sorted().toList()) {
            String key = join(path, name);
            ConfigValue wanted = block.get(name);
            ConfigValue value = found.get(name);
            if (wanted == null) {
                throw unknown(key, value);
            }
            if (wanted instanceof ConfigObject inner) {
                checkBlock(key, inner, asBlock(key, value));
            } else if (!isOfDispatcher(key)) {
                checkValue(key, ConfigKind.of(name, wanted), found.toConfig(), name);
            }
        }
    }

    private static ConfigObject asBlock(String key, ConfigValue value) {
        if (value instanceof ConfigObject inner) {
            return inner;
        }
        throw new ConfigurationException(ConfigText.found(key, value) + ": a block { … } is allowed");
    }

    private static void checkValue(String key, ConfigKind kind, Config block, String name) {
        if (!kind.accepts(block, ConfigUtil.quoteString(name))) {
            ConfigValue value = block.root().get(name);
            throw new ConfigurationException(ConfigText.found(key, value) + ": " + kind.allowed() + " is allowed");
        }
    }

    private ConfigurationException unknown(String key, ConfigValue value) {
        if (value instanceof ConfigObject block && block.size() == 1) {
            String name = block.keySet().iterator().next();
            return unknown(join(key, name), block.get(name));
        }
        List<String> candidates = new ArrayList<>();
        collectKeys(EpidemicConfig.BLOCK, known, candidates);
        String hint = Spelling.nearest(key, candidates)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("; `scripts/epidemic config` lists the known keys");
        return new ConfigurationException("unknown key " + key + ConfigText.origin(value) + hint);
    }

    private static void collectKeys(String path, ConfigObject block, List<String> keys) {
        for (String name : block.keySet().stream().sorted().toList()) {
            String key = path + "." + name;
            keys.add(key);
            if (block.get(name) instanceof ConfigObject inner) {
                collectKeys(key, inner, keys);
            }
        }
    }

    private static String join(String path, String name) {
        return path + "." + (isPlain(name) ? name : ConfigUtil.quoteString(name));
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }

    private static boolean isDispatcher(String name) {
        return name.endsWith(DISPATCHER_SUFFIX);
    }

    /** Pekko checks the values of its dispatchers itself. */
    private static boolean isOfDispatcher(String key) {
        return key.contains(DISPATCHER_SUFFIX + ".");
    }
}
