package epidemic.protocol.planted;

import epidemic.protocol.layered.LayeredStrategy;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;

/** Breaks the rules on purpose: the architecture test shows that its net catches each of these. */
final class ImpureReplica {
    static long shared;

    private final Map<String, String> hashed = new HashMap<>();

    long readsTheClock() {
        return System.nanoTime();
    }

    int drawsWithoutSeed() {
        return ThreadLocalRandom.current().nextInt();
    }

    String drawsAnId() {
        return UUID.randomUUID().toString();
    }

    String readsTheEnvironment() {
        return System.getenv("HOME");
    }

    Thread startsAThread() {
        return new Thread(hashed::clear);
    }

    void knowsTheHost(ActorRef<String> actor) {
        actor.tell("hello");
    }

    LayeredStrategy knowsAnotherStrategy() {
        return new LayeredStrategy();
    }
}
