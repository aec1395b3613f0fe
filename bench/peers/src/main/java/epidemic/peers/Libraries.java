package epidemic.peers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions run here. */
final class Libraries {
    private static final int VERSION_LENGTH_MAX = 80;

    private Libraries() {}

    /** The version in the name of a library's jar on the class path. */
    static String version(String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher matcher = jar.matcher(Path.of(path).getFileName().toString());
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return "unknown";
    }

    /** A program on the path. */
    static Optional<Path> program(String name) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isExecutable(program) && !Files.isDirectory(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Why a program cannot run here, or empty. */
    static Optional<String> missing(String name) {
        return program(name).isPresent() ? Optional.empty() : Optional.of("no " + name + " on the PATH");
    }

    /** The first line of what a program says of its version. */
    static String versionOf(String name) {
        try {
            Process process = new ProcessBuilder(List.of(name, "--version"))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String line = said.lines().findFirst().orElse("unknown");
            return line.substring(0, Math.min(line.length(), VERSION_LENGTH_MAX));
        } catch (IOException notThere) {
            return "unknown";
        }
    }
}
