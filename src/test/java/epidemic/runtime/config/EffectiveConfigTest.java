package epidemic.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveConfigTest extends ConfigFixture {
    @Test
    void showsWhatIsInForceAndWhy() throws IOException {
        file = Optional.of(write("my.conf", "\n\nepidemic.layered.layer1.every = 3"));
        environment.put("EPIDEMIC_HTTP_HOST", "0.0.0.0");
        EffectiveConfig effective = load("layered.layer2.interval=1s").effective();
        assertThat(effective.text())
                .anySatisfy(line ->
                        assertThat(line).matches("epidemic.layered.layer1.every +3 +" + file.orElseThrow() + ":3"))
                .anySatisfy(line -> assertThat(line).matches("epidemic.layered.layer2.interval +1s +--set"))
                .anySatisfy(line -> assertThat(line)
                        .matches("epidemic.http.host +0.0.0.0 +environment variable EPIDEMIC_HTTP_HOST"))
                .anySatisfy(line -> assertThat(line).matches("epidemic.seed +1 +default"))
                .anySatisfy(line -> assertThat(line).matches("epidemic.http.port +8080 +default"));
    }

    @Test
    void showsTheSameAsJson() throws IOException {
        environment.put("EPIDEMIC_HTTP_PORT", "0099");
        JsonNode json = new ObjectMapper()
                .readTree(load("faults.enabled=yes", "layered.update-unit=\"a\\\"b\"")
                        .effective()
                        .json());
        Map<String, JsonNode> values = new HashMap<>();
        json.forEach(line -> values.put(line.get("key").asText(), line));
        assertThat(values.get("epidemic.http.port").toString())
                .isEqualTo("{\"key\":\"epidemic.http.port\",\"value\":99,"
                        + "\"origin\":\"environment variable EPIDEMIC_HTTP_PORT\"}");
        assertThat(values.get("epidemic.faults.enabled").get("value").asBoolean())
                .isTrue();
        assertThat(values.get("epidemic.layered.update-unit").get("value").asText())
                .isEqualTo("a\"b");
        assertThat(values.get("epidemic.node-dispatcher.throughput")
                        .get("value")
                        .isInt())
                .isTrue();
        assertThat(values.get("epidemic.layered.layer1.flush-after")
                        .get("value")
                        .asText())
                .isEqualTo("off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.token=s3cr3t", "http.token=5313373", "http.token=[s3cr3t]", "http.token={a=s3cr3t}"})
    void secretsAreNeverShown(String assignment) {
        String shown;
        try {
            EpidemicConfig config = load(assignment);
            shown = config.effective().text() + config.effective().json() + config.http();
            assertThat(shown).contains("(hidden)");
        } catch (ConfigurationException error) {
            shown = error.getMessage();
        }
        assertThat(shown).contains("token").doesNotContain("s3cr3t").doesNotContain("5313373");
    }

    @Test
    void anEmptySecretIsShownAsEmpty() {
        assertThat(load().effective().text())
                .noneSatisfy(line -> assertThat(line).contains("(hidden)"));
    }
}
