package epidemic.cli;

import epidemic.kernel.Session;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What clients with sessions want of a node that has not seen what they have. */
final class SessionOptions {
    @Option(
            names = "--session-policy",
            paramLabel = "POLICY",
            converter = Policies.class,
            description = {
                "What a node does that is behind a client's session,",
                "at any layer: wait, redirect (to a node that is not)",
                "or refuse. All clients keep sessions then."
            })
    private Optional<Session.Policy> policy = Optional.empty();

    @Option(
            names = "--session-deadline",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = {
                "How long they wait at most, for example 500ms;",
                "below http.transaction-timeout.",
                "Default: layered.layer1.session-wait."
            })
    private Optional<Duration> deadline = Optional.empty();

    /** Policies by their names. */
    static final class Policies implements ITypeConverter<Session.Policy> {
        @Override
        public Session.Policy convert(String text) {
            try {
                return Session.Policy.named(text);
            } catch (IllegalArgumentException none) {
                throw new TypeConversionException(String.valueOf(none.getMessage()));
            }
        }
    }

    /**
     * What they want, if the options say so.
     *
     * @throws CommandFailure if the options contradict one another
     */
    Optional<Session> wishes() {
        if (policy.isEmpty() && deadline.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Session(0, policy, deadline.map(Duration::toNanos)));
        } catch (IllegalArgumentException contradiction) {
            throw new CommandFailure(String.valueOf(contradiction.getMessage()));
        }
    }
}
