package epidemic.runtime.actor;

import com.typesafe.config.Config;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import scala.Option;

/**
 * The mailbox of a node: what peers, disk and timers say comes before what clients ask. Otherwise a node with more
 * requests than it can take would hear its peers too late, hold them for away, and decide nothing at all.
 *
 * <p>Both sorts keep their order. A batch ends behind the requests that were waiting, so batches grow with the load.
 */
public final class NodeMailbox implements MailboxType, ProducesMessageQueue<NodeMailbox.TwoQueues> {
    /** Made by the actor system, which hands in settings and the mailbox's own configuration. */
    public NodeMailbox(ActorSystem.Settings settings, Config config) {}

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        return owner.isDefined() && system.isDefined()
                ? MailboxDepths.of(system.get()).open(owner.get().path())
                : new TwoQueues(() -> {});
    }

    /** Requests of clients, and all else. */
    public static final class TwoQueues implements MessageQueue {
        private final Queue<Envelope> urgent = new ConcurrentLinkedQueue<>();
        private final Queue<Envelope> requests = new ConcurrentLinkedQueue<>();
        private final Runnable closed;

        /**
         * Two empty queues.
         *
         * @param closed runs when the owner has gone
         */
        TwoQueues(Runnable closed) {
            this.closed = closed;
        }

        @Override
        public void enqueue(ActorRef receiver, Envelope envelope) {
            (NodeActor.isPatient(envelope.message()) ? requests : urgent).add(envelope);
        }

        @Override
        public Envelope dequeue() {
            Envelope first = urgent.poll();
            return first != null ? first : requests.poll();
        }

        @Override
        public int numberOfMessages() {
            return urgent.size() + requests.size();
        }

        @Override
        public boolean hasMessages() {
            return !urgent.isEmpty() || !requests.isEmpty();
        }

        /** How many requests of clients wait. O(n): for whoever looks now and then. */
        int requestCount() {
            return requests.size();
        }

        /** How many other messages wait. O(n). */
        int urgentCount() {
            return urgent.size();
        }

        @Override
        public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
            for (Envelope left = dequeue(); left != null; left = dequeue()) {
                deadLetters.enqueue(owner, left);
            }
            closed.run();
        }
    }
}
