package epidemic.runtime.storage;

import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.figures.NodeFigures;
import epidemic.runtime.logging.NodeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The disk of one node: owns its {@link VersionLogFile} and its {@link JournalFile} and outlives the node's replica, as a
 * disk outlives a crash.
 *
 * <p>Group commit: with the first write that comes it tells itself to flush, and what is in the mailbox by then is
 * handled first. So groups grow with the load, and no timer is needed. A group takes one write and, with {@link
 * SyncMode#BATCH}, one force of the journal. The version log, which nobody waits for while all goes well, is forced when
 * there is nothing else to do, or after {@value #POSTPONED_MAX} groups.
 *
 * <p>Compaction goes on in short steps, each a message to itself, between everything else.
 *
 * <p>It blocks on the disk: spawn it on the dispatcher {@code epidemic.storage-dispatcher}.
 *
 * <p>The buffer is bounded by admission: a replica has a bounded number of updates in flight, and each {@link DiskCall.Append}
 * belongs to some of them. The bytes of one write are bounded by {@value LineBuffer#SLICE_BYTES} and one line.
 *
 * <p>After a failed write the file's end is not known, so nothing is written any more: each later {@link DiskCall.Append} is
 * answered {@link DiskCall.Failed}, until the log is opened anew. A log that cannot be read, or an append that leaves a gap,
 * stops the actor with the error: watch it.
 */
public final class VersionLogActor extends AbstractBehavior<DiskCall> {
    private static final int POSTPONED_MAX = 16;

    private final NodeLog log;
    private final NodeDisk disk;
    private final VersionLogFile file;
    private final Compactor compactor;

    private final List<VersionEntry> buffered = new ArrayList<>();
    private final List<JournalWrite> bufferedJournal = new ArrayList<>();
    private final Set<ActorRef<DiskCall.Stored>> waiting = new LinkedHashSet<>();
    private final Set<ActorRef<DiskCall.Stored>> waitingForForce = new LinkedHashSet<>();
    private long journaled;
    private int postponed;
    private boolean forcing;
    private boolean compacting;
    private Optional<String> failure = Optional.empty();

    /** What the actor tells itself. */
    sealed interface ToItself extends DiskCall {}

    private enum Flush implements ToItself {
        INSTANCE
    }

    private enum Compact implements ToItself {
        INSTANCE
    }

    private enum Force implements ToItself {
        INSTANCE
    }

    /** Opens the files. */
    interface Opener {
        /** The open files. */
        NodeDisk open() throws IOException;
    }

    private VersionLogActor(ActorContext<DiskCall> context, NodeDisk disk, StoragePolicy policy) {
        super(context);
        this.log = NodeLog.of(VersionLogActor.class, disk.node());
        this.disk = disk;
        this.file = disk.log();
        this.compactor = new Compactor(file, policy.keepVersions(), policy.clients());
        long cut = file.recovered().cutBytes();
        if (cut > 0) {
            log.warn(
                    "{}: cut off a torn last line of {} bytes behind version {}", file.path(), cut, file.lastVersion());
        }
    }

    /**
     * The disk of a node. It opens its files when it starts, and fails with an {@link UncheckedIOException} that names the
     * file and the reason if it cannot.
     *
     * @param directory the data directory of all nodes
     * @param codec of the journal's records
     */
    public static Behavior<DiskCall> create(Path directory, NodeId node, StoragePolicy policy, MessageCodec codec) {
        return create(directory, node, policy, codec, new NodeFigures());
    }

    /**
     * As {@link #create(Path, NodeId, StoragePolicy, MessageCodec)}.
     *
     * @param figures where the disk is counted
     */
    public static Behavior<DiskCall> create(
            Path directory, NodeId node, StoragePolicy policy, MessageCodec codec, NodeFigures figures) {
        return create(() -> NodeDisk.open(directory, node, policy.sync(), codec, figures), policy);
    }

    /** The disk on files that the opener makes. */
    static Behavior<DiskCall> create(Opener opener, StoragePolicy policy) {
        return Behaviors.setup(context -> {
            try {
                return new VersionLogActor(context, opener.open(), policy);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
        });
    }

    @Override
    public Receive<DiskCall> createReceive() {
        return newReceiveBuilder()
                .onMessage(DiskCall.Append.class, this::onAppend)
                .onMessage(DiskCall.WriteJournal.class, this::onWriteJournal)
                .onMessage(DiskCall.ReadJournal.class, this::onReadJournal)
                .onMessage(Force.class, force -> onForce())
                .onMessage(DiskCall.Read.class, this::onRead)
                .onMessage(DiskCall.ReadSnapshot.class, this::onReadSnapshot)
                .onMessage(DiskCall.Replace.class, this::onReplace)
                .onMessage(Compact.class, compact -> onCompact())
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(DiskCall.Close.class, close -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<DiskCall> onAppend(DiskCall.Append append) {
        if (failure.isPresent()) {
            append.replyTo().tell(new DiskCall.Failed(failure.get()));
            return this;
        }
        long next = file.lastVersion() + buffered.size() + 1;
        for (VersionEntry entry : append.entries()) {
            file.requireNext(entry, next);
            next++;
        }
        flushLater();
        buffered.addAll(append.entries());
        waiting.add(append.replyTo());
        return this;
    }

    private void flushLater() {
        if (buffered.isEmpty() && bufferedJournal.isEmpty()) {
            getContext().getSelf().tell(Flush.INSTANCE);
        }
    }

    private Behavior<DiskCall> onWriteJournal(DiskCall.WriteJournal write) {
        if (failure.isPresent()) {
            write.replyTo().tell(new DiskCall.Failed(failure.get()));
            return this;
        }
        flushLater();
        bufferedJournal.addAll(write.writes());
        waiting.add(write.replyTo());
        return this;
    }

    private Behavior<DiskCall> onReadJournal(DiskCall.ReadJournal read) {
        flush();
        try {
            List<Message> records = disk.readJournal();
            journaled = 0;
            compactor.resume();
            read.replyTo().tell(new DiskCall.JournalRead(records));
            return this;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
    }

    private Behavior<DiskCall> onRead(DiskCall.Read read) {
        flush();
        force();
        try {
            List<VersionEntry> entries = file.read(read.afterVersion(), read.limit());
            read.replyTo()
                    .tell(new DiskCall.ReadResult(
                            read.afterVersion(), entries, file.lastVersion(), file.snapshotVersion()));
            return this;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
    }

    private Behavior<DiskCall> onReadSnapshot(DiskCall.ReadSnapshot read) {
        flush();
        compactor.pause();
        try {
            read.replyTo().tell(new DiskCall.SnapshotRead(file.readSnapshot()));
            return this;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
    }

    private Behavior<DiskCall> onReplace(DiskCall.Replace replace) {
        flush();
        if (failure.isPresent()) {
            replace.replyTo().tell(new DiskCall.Failed(failure.get()));
            return this;
        }
        compactor.abandon();
        waitingForForce.add(replace.replyTo());
        try {
            file.replace(replace.snapshot(), replace.entries());
            tellDurable();
        } catch (IOException notWritten) {
            fail(notWritten);
        }
        return this;
    }

    private Behavior<DiskCall> onFlush() {
        flush();
        compactIfDue();
        return this;
    }

    /** A compaction that fails leaves the log as it is; only if the new file cannot take its place nothing goes on. */
    private void compactIfDue() {
        try {
            boolean isDue = failure.isEmpty() && compactor.beginIfDue();
            if (isDue && !compacting) {
                compacting = true;
                getContext().getSelf().tell(Compact.INSTANCE);
            }
        } catch (IOException notBegun) {
            onNotCompacted(notBegun);
        }
    }

    private Behavior<DiskCall> onCompact() {
        compacting = false;
        if (failure.isPresent() || !compactor.isRunning()) {
            return this;
        }
        Optional<NextLog> next;
        try {
            next = compactor.step();
        } catch (IOException notWritten) {
            onNotCompacted(notWritten);
            return this;
        }
        next.ifPresentOrElse(this::adopt, () -> {
            compacting = true;
            getContext().getSelf().tell(Compact.INSTANCE);
        });
        return this;
    }

    private void onNotCompacted(IOException why) {
        getContext().getLog().warn("{}: cannot be compacted, stays as it is: {}", file.path(), why.toString());
        compactor.postpone();
    }

    private void adopt(NextLog next) {
        try {
            file.adopt(next);
            getContext().getLog().debug("{}: begins with snapshot {} now", file.path(), file.snapshotVersion());
        } catch (IOException notReplaced) {
            fail(notReplaced);
        }
    }

    private Behavior<DiskCall> onPostStop() {
        flush();
        force();
        compactor.abandon();
        try {
            disk.close();
        } catch (IOException notClosed) {
            log.warn("{}: cannot be closed: {}", file.path(), notClosed.toString());
        }
        return this;
    }

    private void flush() {
        if (buffered.isEmpty() && bufferedJournal.isEmpty()) {
            return;
        }
        try {
            store();
        } catch (IOException notWritten) {
            fail(notWritten);
        }
        buffered.clear();
        bufferedJournal.clear();
        waiting.clear();
    }

    /** The version log is written before the journal: what the journal may forget by then stands in the log. */
    private void store() throws IOException {
        if (!buffered.isEmpty()) {
            file.write(buffered);
            waitingForForce.addAll(waiting);
        }
        if (!bufferedJournal.isEmpty()) {
            disk.writeJournal(bufferedJournal);
            journaled += bufferedJournal.size();
            waiting.forEach(replyTo -> replyTo.tell(new DiskCall.Journaled(journaled)));
        }
        if (disk.isForced()) {
            tellDurable();
        } else if (!waitingForForce.isEmpty() && !forcing) {
            forcing = true;
            getContext().getSelf().tell(Force.INSTANCE);
        }
    }

    /** Forces the version log if nothing else waits or it is high time. */
    private Behavior<DiskCall> onForce() {
        boolean isIdle = buffered.isEmpty() && bufferedJournal.isEmpty();
        if (!isIdle && postponed < POSTPONED_MAX) {
            postponed++;
            getContext().getSelf().tell(Force.INSTANCE);
            return this;
        }
        forcing = false;
        postponed = 0;
        force();
        return this;
    }

    private void force() {
        if (waitingForForce.isEmpty()) {
            return;
        }
        try {
            file.force();
            tellDurable();
        } catch (IOException notForced) {
            fail(notForced);
        }
    }

    private void tellDurable() {
        waitingForForce.forEach(replyTo -> replyTo.tell(new DiskCall.Durable(file.lastVersion())));
        waitingForForce.clear();
    }

    private void fail(IOException notWritten) {
        String reason = notWritten.getMessage();
        log.error("{}; nothing is stored any more", reason, notWritten);
        failure = Optional.of(reason);
        waiting.addAll(waitingForForce);
        waitingForForce.clear();
        waiting.forEach(replyTo -> replyTo.tell(new DiskCall.Failed(reason)));
        waiting.clear();
    }
}
