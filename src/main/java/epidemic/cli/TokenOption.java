package epidemic.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of every command that asks a running system. */
final class TokenOption {
    @Option(names = "--token", paramLabel = "TEXT", description = "The token, if the system wants one.")
    private Optional<String> token = Optional.empty();

    /** The token, if one is named. */
    Optional<String> token() {
        return token;
    }
}
