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
public final class MemoryLogActor extends AbstractBehavior<VersionLogActor.Command> {
    private final NodeId node;
    private long lastVersion;
    private long journaled;

    private MemoryLogActor(ActorContext<VersionLogActor.Command> context, NodeId node) {
        super(context);
        this.node = node;
    }

    /** The disk of a node that begins empty. */
    public static Behavior<VersionLogActor.Command> create(NodeId node) {
        return Behaviors.setup(context -> new MemoryLogActor(context, node));
    }

    @Override
    public Receive<VersionLogActor.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(VersionLogActor.Append.class, this::onAppend)
                .onMessage(VersionLogActor.ReadSnapshot.class, this::onReadSnapshot)
                .onMessage(VersionLogActor.Replace.class, this::onReplace)
                .onMessage(VersionLogActor.WriteJournal.class, this::onWriteJournal)
                .onMessage(VersionLogActor.ReadJournal.class, this::onReadJournal)
                .onMessage(VersionLogActor.Read.class, this::onRead)
                .onMessage(VersionLogActor.Close.class, close -> Behaviors.stopped())
                .build();
    }

    private Behavior<VersionLogActor.Command> onAppend(VersionLogActor.Append append) {
        for (VersionEntry entry : append.entries()) {
            if (entry.version() != lastVersion + 1) {
                throw new IllegalStateException(
                        node + ": version " + entry.version() + " appended after version " + lastVersion);
            }
            lastVersion++;
        }
        append.replyTo().tell(new VersionLogActor.Durable(lastVersion));
        return this;
    }

    private Behavior<VersionLogActor.Command> onReadSnapshot(VersionLogActor.ReadSnapshot read) {
        read.replyTo().tell(new VersionLogActor.SnapshotRead(Optional.empty()));
        return this;
    }

    private Behavior<VersionLogActor.Command> onReplace(VersionLogActor.Replace replace) {
        lastVersion = replace.snapshot().version() + replace.entries().size();
        replace.replyTo().tell(new VersionLogActor.Durable(lastVersion));
        return this;
    }

    private Behavior<VersionLogActor.Command> onWriteJournal(VersionLogActor.WriteJournal write) {
        journaled += write.writes().size();
        write.replyTo().tell(new VersionLogActor.Journaled(journaled));
        return this;
    }

    private Behavior<VersionLogActor.Command> onReadJournal(VersionLogActor.ReadJournal read) {
        journaled = 0;
        read.replyTo().tell(new VersionLogActor.JournalRead(List.of()));
        return this;
    }

    private Behavior<VersionLogActor.Command> onRead(VersionLogActor.Read read) {
        if (read.afterVersion() < lastVersion) {
            throw new IllegalStateException(node + ": versions after " + read.afterVersion()
                    + " are asked for, but without a version log none is kept");
        }
        ActorRef<VersionLogActor.ReadResult> reader = read.replyTo();
        reader.tell(new VersionLogActor.ReadResult(read.afterVersion(), List.of(), lastVersion, 0));
        return this;
    }
}
