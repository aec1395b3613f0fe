package epidemic.runtime.actor;

import com.typesafe.config.Config;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
 *
 * <p>Bounded: while {@value #REQUESTS_MAX} requests wait, the clients of more are told at once that their outcome is unknown,
 * as an earlier attempt of the same request may be under way. All else comes of nodes, which do not send without bounds.
 */
public final class NodeMailbox implements MailboxType, ProducesMessageQueue<NodeMailbox.TwoQueues> {
    /** How many requests of clients may wait. */
    public static final int REQUESTS_MAX = 100_000;

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
        private final AtomicInteger requestCount = new AtomicInteger();
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
            if (!isPatient(envelope.message())) {
                urgent.add(envelope);
            } else if (requestCount.incrementAndGet() <= REQUESTS_MAX || !turnAway(envelope.message())) {
                requests.add(envelope);
            } else {
                requestCount.decrementAndGet();
            }
        }

        /** What may wait until a node has heard its peers, its disk and its timers. */
        private static boolean isPatient(Object message) {
            return message instanceof NodeCall.Execute
                    || message instanceof NodeCall.Leave
                    || message == NodeActor.Flush.INSTANCE;
        }

        /**
         * Tells the client of a request that there is no room for it, on the thread of whoever sent it.
         *
         * @return false if the message is no request
         */
        private static boolean turnAway(Object message) {
            if (message instanceof NodeCall.Execute execute) {
                RequestId id = execute.transaction().id();
                Outcome outcome = new Outcome.Unknown(
                        REQUESTS_MAX + " requests wait for the node already; ask for " + id + " again later");
                execute.replyTo().tell(new NodeCall.Executed(id, outcome, 0));
                return true;
            }
            return false;
        }

        @Override
        public Envelope dequeue() {
            Envelope first = urgent.poll();
            if (first == null) {
                first = requests.poll();
                if (first != null) {
                    requestCount.decrementAndGet();
                }
            }
            return first;
        }

        @Override
        public int numberOfMessages() {
            return urgent.size() + requests.size();
        }

        @Override
        public boolean hasMessages() {
            return !urgent.isEmpty() || !requests.isEmpty();
        }

        /** How many requests of clients wait. */
        int requestCount() {
            return requestCount.get();
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
