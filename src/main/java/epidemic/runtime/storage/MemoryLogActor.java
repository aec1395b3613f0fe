package epidemic.runtime.storage;

import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * A node's disk that keeps nothing, for measurements of what a node costs without one: says at once that all is durable,
 * and forgets it. It takes what {@link VersionLogActor} takes, but one thing: versions that were appended cannot be read
 * again. Who asks for them stops it with an error that says so.
 */
public final class MemoryLogActor extends AbstractBehavior<LogCommand> {
    private final NodeId node;
    private long lastVersion;
    private long journaled;

    private MemoryLogActor(ActorContext<LogCommand> context, NodeId node) {
        super(context);
        this.node = node;
    }

    /** The disk of a node that begins empty. */
    public static Behavior<LogCommand> create(NodeId node) {
        return Behaviors.setup(context -> new MemoryLogActor(context, node));
    }

    @Override
    public Receive<LogCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(LogCommand.Append.class, this::onAppend)
                .onMessage(LogCommand.ReadSnapshot.class, this::onReadSnapshot)
                .onMessage(LogCommand.Replace.class, this::onReplace)
                .onMessage(LogCommand.WriteJournal.class, this::onWriteJournal)
                .onMessage(LogCommand.ReadJournal.class, this::onReadJournal)
                .onMessage(LogCommand.Read.class, this::onRead)
                .onMessage(LogCommand.Close.class, close -> Behaviors.stopped())
                .build();
    }

    private Behavior<LogCommand> onAppend(LogCommand.Append append) {
        for (VersionEntry entry : append.entries()) {
            if (entry.version() != lastVersion + 1) {
                throw new IllegalStateException(
                        node + ": version " + entry.version() + " appended after version " + lastVersion);
            }
            lastVersion++;
        }
        append.replyTo().tell(new LogCommand.Durable(lastVersion));
        return this;
    }

    private Behavior<LogCommand> onReadSnapshot(LogCommand.ReadSnapshot read) {
        read.replyTo().tell(new LogCommand.SnapshotRead(Optional.empty()));
        return this;
    }

    private Behavior<LogCommand> onReplace(LogCommand.Replace replace) {
        lastVersion = replace.snapshot().version() + replace.entries().size();
        replace.replyTo().tell(new LogCommand.Durable(lastVersion));
        return this;
    }

    private Behavior<LogCommand> onWriteJournal(LogCommand.WriteJournal write) {
        journaled += write.writes().size();
        write.replyTo().tell(new LogCommand.Journaled(journaled));
        return this;
    }

    private Behavior<LogCommand> onReadJournal(LogCommand.ReadJournal read) {
        journaled = 0;
        read.replyTo().tell(new LogCommand.JournalRead(List.of()));
        return this;
    }

    private Behavior<LogCommand> onRead(LogCommand.Read read) {
        if (read.afterVersion() < lastVersion) {
            throw new IllegalStateException(node + ": versions after " + read.afterVersion()
                    + " are asked for, but without a version log none is kept");
        }
        ActorRef<LogCommand.ReadResult> reader = read.replyTo();
        reader.tell(new LogCommand.ReadResult(read.afterVersion(), List.of(), lastVersion, 0));
        return this;
    }
}
