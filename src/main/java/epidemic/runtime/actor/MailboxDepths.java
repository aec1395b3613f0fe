package epidemic.runtime.actor;

import epidemic.runtime.actor.NodeMailbox.TwoQueues;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * How much waits in the mailboxes of a system's nodes. Thread-safe. Counts only when it is asked, so messages cost
 * nothing more.
 */
public final class MailboxDepths implements Extension {
    private static final Id ID = new Id();

    private final Map<ActorPath, TwoQueues> mailboxes = new ConcurrentHashMap<>();

    private static final class Id extends AbstractExtensionId<MailboxDepths> {
        @Override
        public MailboxDepths createExtension(ExtendedActorSystem system) {
            return new MailboxDepths();
        }
    }

    /**
     * What waits for one node.
     *
     * @param requests of clients
     * @param urgent all else
     */
    public record Depth(int requests, int urgent) {}

    /** The mailboxes of this system. */
    public static MailboxDepths of(org.apache.pekko.actor.typed.ActorSystem<?> system) {
        return of(Adapter.toClassic(system));
    }

    static MailboxDepths of(ActorSystem system) {
        return ID.get(system);
    }

    /** A mailbox, known until it is closed. */
    TwoQueues open(ActorPath owner) {
        TwoQueues queues = new TwoQueues(() -> mailboxes.remove(owner));
        mailboxes.put(owner, queues);
        return queues;
    }

    /** What waits for an actor; empty if it has no {@link NodeMailbox}. O(what waits). */
    public Optional<Depth> of(ActorRef<?> actor) {
        return Optional.ofNullable(mailboxes.get(actor.path()))
                .map(queues -> new Depth(queues.requestCount(), queues.urgentCount()));
    }
}
