package epidemic.runtime.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration comes from, highest first. What a source does not say the next one does.
 *
 * @param assignments {@code KEY=VALUE}, the last one of a key wins; keys are relative to {@code epidemic} unless they
 *     begin with {@code epidemic.} or {@code pekko.}
 * @param environment environment variables: {@code CONFIG_FORCE_…}, and those that files name as {@code ${?NAME}}
 * @param properties system properties
 * @param file the user's file; without one, the file that the property {@code config.file} names, if any
 */
public record ConfigSources(
        List<String> assignments,
        Map<String, String> environment,
        Map<String, String> properties,
        Optional<Path> file) {
    /** Copies the collections. */
    public ConfigSources {
        assignments = List.copyOf(assignments);
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
    }

    /**
     * The sources of this process.
     *
     * @param file the user's file, if the command line names one
     * @param assignments what the command line sets
     */
    public static ConfigSources ofProcess(Optional<Path> file, List<String> assignments) {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            properties.put(name, System.getProperty(name, ""));
        }
        return new ConfigSources(assignments, System.getenv(), properties, file);
    }
}
