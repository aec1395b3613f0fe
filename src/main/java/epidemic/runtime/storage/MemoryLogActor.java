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
public final class MemoryLogActor extends AbstractBehavior<DiskCall> {
    private final NodeId node;
    private long lastVersion;
    private long journaled;

    private MemoryLogActor(ActorContext<DiskCall> context, NodeId node) {
        super(context);
        this.node = node;
    }

    /** The disk of a node that begins empty. */
    public static Behavior<DiskCall> create(NodeId node) {
        return Behaviors.setup(context -> new MemoryLogActor(context, node));
    }

    @Override
    public Receive<DiskCall> createReceive() {
        return newReceiveBuilder()
                .onMessage(DiskCall.Append.class, this::onAppend)
                .onMessage(DiskCall.ReadSnapshot.class, this::onReadSnapshot)
                .onMessage(DiskCall.Replace.class, this::onReplace)
                .onMessage(DiskCall.WriteJournal.class, this::onWriteJournal)
                .onMessage(DiskCall.ReadJournal.class, this::onReadJournal)
                .onMessage(DiskCall.Read.class, this::onRead)
                .onMessage(DiskCall.Close.class, close -> Behaviors.stopped())
                .build();
    }

    private Behavior<DiskCall> onAppend(DiskCall.Append append) {
        for (VersionEntry entry : append.entries()) {
            if (entry.version() != lastVersion + 1) {
                throw new IllegalStateException(
                        node + ": version " + entry.version() + " appended after version " + lastVersion);
            }
            lastVersion++;
        }
        append.replyTo().tell(new DiskCall.Durable(lastVersion));
        return this;
    }

    private Behavior<DiskCall> onReadSnapshot(DiskCall.ReadSnapshot read) {
        read.replyTo().tell(new DiskCall.SnapshotRead(Optional.empty()));
        return this;
    }

    private Behavior<DiskCall> onReplace(DiskCall.Replace replace) {
        lastVersion = replace.snapshot().version() + replace.entries().size();
        replace.replyTo().tell(new DiskCall.Durable(lastVersion));
        return this;
    }

    private Behavior<DiskCall> onWriteJournal(DiskCall.WriteJournal write) {
        journaled += write.writes().size();
        write.replyTo().tell(new DiskCall.Journaled(journaled));
        return this;
    }

    private Behavior<DiskCall> onReadJournal(DiskCall.ReadJournal read) {
        journaled = 0;
        read.replyTo().tell(new DiskCall.JournalRead(List.of()));
        return this;
    }

    private Behavior<DiskCall> onRead(DiskCall.Read read) {
        if (read.afterVersion() < lastVersion) {
            throw new IllegalStateException(node + ": versions after " + read.afterVersion()
                    + " are asked for, but without a version log none is kept");
        }
        ActorRef<DiskCall.ReadResult> reader = read.replyTo();
        reader.tell(new DiskCall.ReadResult(read.afterVersion(), List.of(), lastVersion, 0));
        return this;
    }
}
