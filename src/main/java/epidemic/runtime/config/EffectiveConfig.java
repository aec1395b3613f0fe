package epidemic.runtime.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings in force below {@code epidemic}, by key, with their origins. Secrets are hidden.
 *
 * @param lines one for each key, sorted by key
 */
public record EffectiveConfig(List<Line> lines) {
    /**
     * One setting.
     *
     * @param key the full key
     * @param value as people write it, or {@code (hidden)}
     * @param origin {@code default}, {@code FILE:LINE}, {@code --set}, or another source by name
     * @param isBare whether the value is a number or a truth value, which JSON writes without quotes
     */
    public record Line(String key, String value, String origin, boolean isBare) {}

    /** Copies the lines. */
    public EffectiveConfig {
        lines = List.copyOf(lines);
    }

    /** The settings of the resolved block {@code epidemic}. */
    static EffectiveConfig of(ConfigObject block, ConfigSchema schema) {
        List<Line> lines = new ArrayList<>();
        collect(EpidemicConfig.BLOCK, block, schema, lines);
        return new EffectiveConfig(lines);
    }

    /** Lines of key, value and origin in aligned columns. */
    public List<String> text() {
        int keyWidth = width(lines.stream().map(Line::key).toList());
        int valueWidth = width(lines.stream().map(Line::value).toList());
        List<String> text = new ArrayList<>();
        for (Line line : lines) {
            text.add(pad(line.key(), keyWidth) + "  " + pad(line.value(), valueWidth) + "  " + line.origin());
        }
        return text;
    }

    /** A JSON array of {@code {"key":…,"value":…,"origin":…}}. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (Line line : lines) {
                write(json, line);
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Line line) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", line.key());
        json.writeFieldName("value");
        if (line.isBare()) {
            json.writeRawValue(line.value());
        } else {
            json.writeString(line.value());
        }
        json.writeStringField("origin", line.origin());
        json.writeEndObject();
    }

    private static void collect(String path, ConfigObject block, ConfigSchema schema, List<Line> lines) {
        for (String name : block.keySet().stream().sorted().toList()) {
            String key = path + "." + name;
            ConfigValue value = block.get(name);
            if (value instanceof ConfigObject inner) {
                collect(key, inner, schema, lines);
            } else {
                lines.add(line(key, value, schema.kindOf(key)));
            }
        }
    }

    private static Line line(String key, ConfigValue value, ConfigKind kind) {
        Optional<String> bare = ConfigText.isSecret(key) ? Optional.empty() : kind.bare(value);
        String text = bare.orElseGet(() -> ConfigText.value(key, value));
        return new Line(key, text, ConfigText.describe(value.origin()), bare.isPresent());
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
