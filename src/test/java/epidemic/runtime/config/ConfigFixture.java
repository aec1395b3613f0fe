package epidemic.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Sources of a configuration, to be filled by a test. */
abstract class ConfigFixture {
    @TempDir
    Path directory;

    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> properties = new HashMap<>();
    Optional<Path> file = Optional.empty();

    EpidemicConfig load(String... assignments) {
        return EpidemicConfig.load(new ConfigSources(List.of(assignments), environment, properties, file));
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
