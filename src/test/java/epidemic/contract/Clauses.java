package epidemic.contract;

import java.time.Duration;
import java.util.function.Consumer;

/** Clauses of the effects contract, each a test. An interface for each part of it; a new part is one more interface. */
interface Clauses {
    /** Soon, for a timer or an answer. */
    Duration SHORT = Duration.ofMillis(30);
    /** Later than anything {@link #SHORT} has caused. */
    Duration LONG = Duration.ofMillis(200);
    /** Longer than a real machine under load stands still. */
    Duration PATIENT = Duration.ofSeconds(1);

    /** Plays a story on the host, on virtual hosts with several seeds. What holds always is checked at its end. */
    void play(Consumer<Rig> story);
}
