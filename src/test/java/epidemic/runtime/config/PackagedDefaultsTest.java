package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged application.conf documents each of our keys and says of which kind it is. */
class PackagedDefaultsTest {
    private static final Pattern KEY = Pattern.compile("^ *([a-z0-9-]+) *(=|\\{).*");

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
        for (String key : List.of(
                "strategy",
                "layered.update-unit",
                "layered.core.on-failure",
                "layered.core.reads",
                "storage.sync",
                "log.format",
                "log.level")) {
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
        for (String key : List.of("max-in-flight", "batch-max-transactions", "batch-max-bytes", "journal-max-bytes")) {
            meant.put("layered.core." + key, ConfigKind.NUMBER);
        }
        for (String key : List.of("layer1.every", "history-window", "idle-clients-max", "propagation-max-versions")) {
            meant.put("layered." + key, ConfigKind.NUMBER);
        }
        for (String key :
                List.of("replicas", "max-in-flight", "history-window", "idle-clients-max", "copy-max-versions")) {
            meant.put("passive." + key, ConfigKind.NUMBER);
        }
        for (String key : List.of("cache", "fetch-timeout", "session-wait")) {
            meant.put("passive." + key, ConfigKind.DURATION);
        }
        meant.put("seed", ConfigKind.NUMBER);
        meant.put("http.port", ConfigKind.NUMBER);
        for (String key : List.of("ack-timeout", "suspicion-min", "heartbeat-interval", "retry-interval")) {
            meant.put("layered.core." + key, ConfigKind.DURATION);
        }
        for (String key : List.of("layered.layer1.session-wait", "layered.layer2.interval", "status.interval")) {
            meant.put(key, ConfigKind.DURATION);
        }
        meant.put("http.transaction-timeout", ConfigKind.DURATION);
        meant.put("http.slow-client-timeout", ConfigKind.DURATION);
        meant.put("layered.layer1.flush-after", ConfigKind.OPTIONAL_DURATION);
        meant.put("storage.keep-versions", ConfigKind.OPTIONAL_COUNT);
        meant.put("http.max-body", ConfigKind.SIZE);
        meant.put("faults.enabled", ConfigKind.BOOLEAN);
        meant.put("layered.reparent", ConfigKind.BOOLEAN);
        meant.putAll(ofReplicatedLog());
        meant.put("primary-backup.mode", ConfigKind.TEXT);
        meant.put("primary-backup.promotion", ConfigKind.BOOLEAN);
        for (String key : List.of(
                "nodes",
                "max-in-flight",
                "batch-max-updates",
                "history-window",
                "idle-clients-max",
                "journal-max-bytes")) {
            meant.put("primary-backup." + key, ConfigKind.NUMBER);
        }
        for (String key : List.of(
                "beat-interval",
                "suspect-after",
                "leave-out-after",
                "retry-interval",
                "semi-sync-wait",
                "forward-timeout",
                "session-wait")) {
            meant.put("primary-backup." + key, ConfigKind.DURATION);
        }
        assertThat(kinds).isEqualTo(meant);
    }

    private static Map<String, ConfigKind> ofReplicatedLog() {
        Map<String, ConfigKind> meant = new TreeMap<>();
        for (String key : List.of(
                "secondaries",
                "write-concern",
                "base-port",
                "max-waiting",
                "max-in-flight",
                "batch-max-messages",
                "batch-max-bytes",
                "gap-buffer",
                "gap-buffer-bytes",
                "history-window",
                "idle-clients-max",
                "test.error-before-append",
                "test.error-after-append")) {
            meant.put("replicated-log." + key, ConfigKind.NUMBER);
        }
        for (String key : List.of(
                "heartbeat-interval",
                "suspected-after",
                "unhealthy-after",
                "push-timeout",
                "retry-interval",
                "retry-max",
                "session-wait",
                "test.append-delay")) {
            meant.put("replicated-log." + key, ConfigKind.DURATION);
        }
        meant.put("replicated-log.test.nodes", ConfigKind.TEXT);
        return meant;
    }
}
