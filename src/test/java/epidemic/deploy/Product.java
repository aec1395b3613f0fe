package epidemic.deploy;

import epidemic.kernel.NodeId;
import epidemic.runtime.config.ConfigSources;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the product says of itself, for files in {@code deploy} to be held against. */
final class Product {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\?(EPIDEMIC_\\w+)}");
    private static final String PHASES = "pekko.coordinated-shutdown.phases";

    private Product() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static EpidemicConfig config(Optional<Path> file, Map<String, String> environment) {
        return EpidemicConfig.load(new ConfigSources(List.of(), environment, Map.of(), file));
    }

    private static EpidemicConfig defaults() {
        return config(Optional.empty(), Map.of());
    }

    static int httpPort() {
        return defaults().http().port();
    }

    static int remotePort() {
        return defaults().cluster().port();
    }

    /** The variables of the environment that application.conf names. */
    static Set<String> variables() {
        Set<String> names = new TreeSet<>();
        Matcher found = VARIABLE.matcher(text(Path.of("src/main/resources/application.conf")));
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    /** The longest that an orderly end can take: no phase lasts longer than its timeout. */
    static Duration shutdownMax() {
        var root = defaults().root();
        String usual = root.getString("pekko.coordinated-shutdown.default-phase-timeout");
        Duration sum = Duration.ZERO;
        for (String phase : root.getObject(PHASES).keySet()) {
            String key = PHASES + "." + phase + ".timeout";
            sum = sum.plus(
                    root.hasPath(key)
                            ? root.getDuration(key)
                            : Duration.parse("PT" + usual.replace(" ", "").toUpperCase(java.util.Locale.ROOT)));
        }
        return sum;
    }

    static List<String> nodes() {
        return epidemic.protocol.StrategyCatalog.named("layered")
                .topology(defaults().settings("layered"))
                .nodes()
                .stream()
                .map(NodeId::name)
                .toList();
    }
}
