package epidemic.deploy;

import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The settings of containers that talk TLS, which include those of all containers. */
final class Settings {
    /** Where compose.yaml mounts them. */
    static final String PLACE = "/etc/epidemic/tls.conf";

    private static final String INCLUDED = "/etc/epidemic/epidemic.conf";

    private Settings() {}

    /** What the product makes of a folder's tls.conf, where its epidemic.conf is included. */
    static EpidemicConfig of(Path folder, Path scratch, Map<String, String> environment) {
        return of(Product.text(folder.resolve("tls.conf")), folder, scratch, environment);
    }

    /** What the product makes of this text, where the folder's epidemic.conf is included. */
    static EpidemicConfig of(String text, Path folder, Path scratch, Map<String, String> environment) {
        String here = folder.resolve("epidemic.conf").toAbsolutePath().toString();
        if (!text.contains("include required(file(\"" + INCLUDED + "\"))")) {
            throw new IllegalArgumentException("without the settings of all containers: " + text);
        }
        try {
            Path file = Files.writeString(scratch.resolve("tls.conf"), text.replace(INCLUDED, here));
            return Product.config(Optional.of(file), environment);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
