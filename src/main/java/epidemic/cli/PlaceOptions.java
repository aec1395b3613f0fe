package epidemic.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a system that begins in this JVM listens, and where its version logs are. */
final class PlaceOptions {
    @Option(names = "--port", paramLabel = "N", description = "The HTTP port, 0 for any free one. Default: 8080.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where version logs are; goes on with what is there. Default: a fresh directory below data/.")
    private Optional<Path> data = Optional.empty();

    /** Whether any of them is given. */
    boolean areGiven() {
        return port.isPresent() || data.isPresent();
    }

    /** The HTTP port, if one is named. */
    Optional<Integer> port() {
        return port;
    }

    /** The directory of the version logs, if one is named. */
    Optional<Path> data() {
        return data;
    }
}
