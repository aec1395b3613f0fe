package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.wire.Parcel;
import epidemic.runtime.wire.Query;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Asks this process's node one question of another process, hands the answer back, and is gone. */
final class Answerer {
    private final NodeId node;
    private final NodeDirectory directory;
    private final NodeNews.Source news;

    /** Gives the asker no sign of life any more. */
    private enum TooLate {
        INSTANCE
    }

    Answerer(NodeId node, NodeDirectory directory, NodeNews.Source news) {
        this.node = node;
        this.directory = directory;
        this.news = news;
    }

    /** The actor of one question. */
    Behavior<Object> answering(Parcel.Question question, PeerLink asker) {
        return Behaviors.setup(context -> {
            Optional<Query.Reply> atOnce = ask(question.query(), context);
            if (atOnce.isPresent()) {
                asker.send(new Parcel.Answer(question.number(), atOnce.get()));
                return Behaviors.stopped();
            }
            context.setReceiveTimeout(RemoteNode.PATIENCE, TooLate.INSTANCE);
            return Behaviors.receiveMessage(message -> {
                if (message == TooLate.INSTANCE) {
                    leave(question.query(), context);
                }
                reply(message).ifPresent(reply -> asker.send(new Parcel.Answer(question.number(), reply)));
                return Behaviors.stopped();
            });
        });
    }

    private Optional<Query.Reply> ask(Query query, ActorContext<Object> context) {
        if (query instanceof Query.GetNews get) {
            return Optional.of(new Query.News(news.newsAfter(get.afterEvent())));
        }
        if (query instanceof Query.Read read) {
            ActorRef<DiskCall.ReadResult> replyTo = context.getSelf().narrow();
            directory
                    .log(node)
                    .ifPresent(log -> log.tell(new DiskCall.Read(read.afterVersion(), read.limit(), replyTo)));
            return Optional.empty();
        }
        Optional<ActorRef<NodeCall>> running = directory.node(node);
        if (running.isEmpty() && query instanceof Query.Execute execute) {
            return Optional.of(new Query.Executed(execute.transaction().id(), stopped(), 0));
        }
        running.ifPresent(actor -> ask(actor, query, context));
        return Optional.empty();
    }

    private Outcome stopped() {
        return new Outcome.Refused(Outcome.Reason.NOT_SERVING, node + " is stopped");
    }

    private static void ask(ActorRef<NodeCall> actor, Query query, ActorContext<Object> context) {
        if (query instanceof Query.Execute execute) {
            ActorRef<NodeCall.Executed> replyTo = context.getSelf().narrow();
            actor.tell(new NodeCall.Execute(execute.transaction(), replyTo, execute.trace()));
        } else if (query instanceof Query.GetStatus get) {
            ActorRef<NodeStatus> replyTo = context.getSelf().narrow();
            actor.tell(new NodeCall.GetStatus(get.afterVersion(), get.limit(), replyTo));
        } else if (query instanceof Query.GetData get) {
            ActorRef<NodeCall.Data> replyTo = context.getSelf().narrow();
            actor.tell(new NodeCall.GetData(get.version(), replyTo));
        } else if (query instanceof Query.Find find) {
            ActorRef<NodeCall.Found> replyTo = context.getSelf().narrow();
            actor.tell(new NodeCall.FindTransaction(find.id(), replyTo));
        }
    }

    private void leave(Query query, ActorContext<Object> context) {
        if (query instanceof Query.Execute execute) {
            ActorRef<NodeCall.Executed> client = context.getSelf().narrow();
            directory
                    .node(node)
                    .ifPresent(actor ->
                            actor.tell(new NodeCall.Leave(execute.transaction().id(), client)));
        }
    }

    private static Optional<Query.Reply> reply(Object message) {
        if (message instanceof NodeCall.Executed executed) {
            return Optional.of(new Query.Executed(executed.id(), executed.outcome(), executed.sequence()));
        } else if (message instanceof NodeStatus status) {
            return Optional.of(new Query.Status(status));
        } else if (message instanceof NodeCall.Data data) {
            return Optional.of(new Query.Data(data));
        } else if (message instanceof NodeCall.Found found) {
            return Optional.of(new Query.Found(found));
        } else if (message instanceof DiskCall.ReadResult result) {
            return Optional.of(new Query.Versions(result));
        }
        return Optional.empty();
    }
}
