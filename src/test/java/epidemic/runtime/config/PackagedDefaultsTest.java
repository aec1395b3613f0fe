package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.protocol.StrategyCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged application.conf documents each of our keys and says of which kind it is. */
class PackagedDefaultsTest {
    private static final Pattern KEY = Pattern.compile("^ *([a-z0-9-]+) *(=|\\{).*");

    private static final Map<String, ConfigKind> KINDS = Map.of(
            "number", ConfigKind.NUMBER,
            "duration", ConfigKind.DURATION,
            "optionalDuration", ConfigKind.OPTIONAL_DURATION,
            "flag", ConfigKind.BOOLEAN,
            "text", ConfigKind.TEXT);

    private static List<String> ourBlock() throws IOException {
        try (InputStream text = PackagedDefaultsTest.class.getResourceAsStream("/application.conf")) {
            List<String> lines = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(lines.indexOf("epidemic {") + 1, lines.indexOf("}"));
        }
    }

    /** The keys without a comment right above, and settings whose comment does not tell the default. */
    static List<String> undocumented(List<String> lines) {
        List<String> missing = new ArrayList<>();
        String comment = "";
        String keyAbove = "";
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                comment += line;
            } else if (key.matches()) {
                boolean isSetting = key.group(2).equals("=");
                boolean isTold = comment.contains(isSetting ? "Default" : "#");
                if (!isTold && !key.group(1).equals(keyAbove)) {
                    missing.add(line.strip());
                }
                keyAbove = key.group(1);
                comment = "";
            } else {
                keyAbove = "";
                comment = "";
            }
        }
        return missing;
    }

    @Test
    void everyKeyHasACommentThatTellsItsDefault() throws IOException {
        assertThat(ourBlock()).hasSizeGreaterThan(100);
        assertThat(undocumented(ourBlock())).isEmpty();
    }

    @Test
    void aKeyWithoutACommentIsFound() {
        assertThat(undocumented(List.of("  # Says something. Default 1.", "  a = 1", "  b = 2")))
                .containsExactly("b = 2");
        assertThat(undocumented(List.of("  # No word of what it is by itself.", "  a = 1")))
                .containsExactly("a = 1");
        assertThat(undocumented(List.of("  # Far away. Default 1.", "", "  a = 1", "  c {")))
                .containsExactly("a = 1", "c {");
        assertThat(undocumented(List.of("  # Default 1.", "  a = 1", "  a = ${?A}")))
                .isEmpty();
    }

    /** Those of a strategy's block are what the strategy takes them for, and it reads each of them. */
    @Test
    void theKindOfEachKeyIsTheOneMeant() {
        ConfigObject block = ConfigFactory.parseResources("application.conf")
                .resolve(ConfigResolveOptions.noSystem())
                .getObject("epidemic");
        Map<String, ConfigKind> kinds = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : block.toConfig().entrySet()) {
            if (!entry.getKey().contains("dispatcher")) {
                kinds.put(entry.getKey(), ConfigKind.of(entry.getKey(), entry.getValue()));
            }
        }
        Map<String, ConfigKind> meant = new TreeMap<>();
        for (String key : List.of("strategy", "storage.sync", "log.format", "log.level")) {
            meant.put(key, ConfigKind.TEXT);
        }
        meant.put("http.host", ConfigKind.TEXT);
        for (String key : List.of("host", "bind-host", "seeds", "data")) {
            meant.put("cluster." + key, ConfigKind.TEXT);
        }
        for (String key : List.of("key-store", "key-store-password", "certificate", "private-key")) {
            meant.put("cluster.tls." + key, ConfigKind.TEXT);
            meant.put("http.tls." + key, ConfigKind.TEXT);
        }
        for (String key : List.of("trust-store", "trust-store-password")) {
            meant.put("cluster.tls." + key, ConfigKind.TEXT);
        }
        for (String key : List.of("cluster.tls.enabled", "cluster.tls.verify-host", "http.tls.enabled")) {
            meant.put(key, ConfigKind.BOOLEAN);
        }
        meant.put("cluster.port", ConfigKind.NUMBER);
        for (String key : List.of("away-after", "stable-after")) {
            meant.put("cluster." + key, ConfigKind.DURATION);
        }
        for (String key : List.of("frame-max", "parcel-max")) {
            meant.put("cluster." + key, ConfigKind.SIZE);
        }
        meant.put("http.token", ConfigKind.TEXT);
        meant.put("management.host", ConfigKind.TEXT);
        meant.put("management.port", ConfigKind.OPTIONAL_COUNT);
        meant.put("seed", ConfigKind.NUMBER);
        meant.put("http.port", ConfigKind.NUMBER);
        meant.put("status.interval", ConfigKind.DURATION);
        meant.put("http.transaction-timeout", ConfigKind.DURATION);
        meant.put("http.slow-client-timeout", ConfigKind.DURATION);
        meant.put("storage.keep-versions", ConfigKind.OPTIONAL_COUNT);
        meant.put("http.max-body", ConfigKind.SIZE);
        meant.put("faults.enabled", ConfigKind.BOOLEAN);
        StrategyCatalog.all().forEach(strategy -> meant.putAll(asReadBy(strategy)));
        assertThat(kinds).isEqualTo(meant);
    }

    /** A strategy's settings, which remember of which kind each was taken for when its nodes were made. */
    private static Map<String, ConfigKind> asReadBy(Strategy strategy) {
        Map<String, ConfigKind> kinds = new TreeMap<>();
        Settings packaged = EpidemicConfig.load(Optional.empty(), List.of()).settings(strategy.name());
        Settings remembering = (Settings) Proxy.newProxyInstance(
                Settings.class.getClassLoader(), new Class<?>[] {Settings.class}, (proxy, getter, arguments) -> {
                    kinds.put(strategy.name() + "." + arguments[0], KINDS.get(getter.getName()));
                    return getter.invoke(packaged, arguments);
                });
        strategy.topology(remembering).nodes().forEach(node -> strategy.replica(node, remembering));
        return kinds;
    }
}
