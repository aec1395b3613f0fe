package epidemic.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Report report = new Report(
            Map.of("processors", 2),
            List.of(
                    Fakes.variant("own", Storage.MEMORY),
                    Fakes.variant("peer", Storage.MEMORY),
                    Fakes.variant("broken", Storage.DURABLE)),
            Map.of("etcd:durable", "no etcd on the PATH"),
            "own",
            List.of(16),
            List.of(
                    Fakes.turn("own:memory", 1, 16, 3000),
                    Fakes.turn("peer:memory", 1, 16, 2000),
                    Turn.failed("broken:durable", 1, "no quorum")));

    @Test
    void tablesShowRatiosAndSayWhoFailedAndWhoWasSkipped() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String text = bytes.toString(StandardCharsets.UTF_8);

        assertThat(text)
                .contains("| peer | 1 JVM | 1.50 (1.50-1.50) |")
                .contains("| broken | 1 JVM | - |")
                .contains("skipped: etcd:durable: no etcd on the PATH")
                .contains("failed: broken:durable: 1 turn(s); no quorum")
                .contains("3,000 (3,000-3,000)");
    }

    @Test
    void programsReadTheSame(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("peers.json");
        report.write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());

        JsonNode peer = json.get("standings").get(1);
        assertThat(peer.get("contender").asText()).isEqualTo("peer:memory");
        assertThat(peer.get("referenceDividedByIt").get("median").asDouble()).isEqualTo(1.5);
        assertThat(json.get("failed").get("broken:durable").asText()).contains("no quorum");
        assertThat(json.get("contenders").get(0).get("version").asText()).isEqualTo("1.0");
    }
}
