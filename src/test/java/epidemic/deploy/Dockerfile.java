package epidemic.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The instructions of a Dockerfile, in order.
 *
 * @param instructions of all stages
 */
record Dockerfile(List<Instruction> instructions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line, with those that it is continued on. */
    record Instruction(String name, String rest) {
        /** The words of the exec form; empty for the shell form. */
        Optional<List<String>> exec() {
            try {
                return Optional.of(Arrays.asList(JSON.readValue(rest, String[].class)));
            } catch (JsonProcessingException shellForm) {
                return Optional.empty();
            }
        }
    }

    static Dockerfile parse(String text) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            open.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
            if (!goesOn) {
                String[] parts = open.toString().strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1].strip()));
                open.setLength(0);
            }
        }
        return new Dockerfile(instructions);
    }

    List<Instruction> named(String name) {
        return instructions.stream().filter(one -> one.name().equals(name)).toList();
    }

    /** The last stage: what becomes the image. */
    Dockerfile image() {
        int from = instructions.lastIndexOf(named("FROM").get(named("FROM").size() - 1));
        return new Dockerfile(instructions.subList(from, instructions.size()));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Instruction one : named("ENV")) {
            for (String pair : one.rest().split("\\s+")) {
                String[] parts = pair.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        return environment;
    }

    Optional<String> last(String name) {
        List<Instruction> all = named(name);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).rest());
    }
}
