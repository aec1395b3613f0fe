package epidemic.runtime.storage;

import epidemic.kernel.Invariants;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
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
 * The disk of one node: owns its {@link VersionLogFile} and outlives the node's replica, as a disk outlives a crash.
 *
 * <p>Group commit: with the first version that comes it tells itself to flush, and what is in the mailbox by then is
 * handled first. So groups grow with the load, and no timer is needed. A group takes one write and one force.
 *
 * <p>It blocks on the disk: spawn it on the dispatcher {@code epidemic.storage-dispatcher}.
 *
 * <p>The buffer is bounded by admission: a replica has a bounded number of updates in flight, and each {@link Append}
 * belongs to some of them. The bytes of one write are bounded by {@value LineBuffer#SLICE_BYTES} and one line.
 *
 * <p>After a failed write the file's end is not known, so nothing is written any more: each later {@link Append} is
 * answered {@link Failed}, until the log is opened anew. A log that cannot be read, or an append that leaves a gap,
 * stops the actor with the error: watch it.
 */
public final class VersionLogActor extends AbstractBehavior<VersionLogActor.Command> {
    private final VersionLogFile file;

    private final List<VersionEntry> buffered = new ArrayList<>();
    private final Set<ActorRef<Stored>> waiting = new LinkedHashSet<>();
    private Optional<String> failure = Optional.empty();

    /** What the actor takes. */
    public sealed interface Command {}

    /**
     * Asks for versions, appended ones that wait for their group included.
     *
     * @param afterVersion the version before the first one wanted, 0 or more
     * @param limit at most so many, above 0
     */
    public record Read(long afterVersion, int limit, ActorRef<ReadResult> replyTo) implements Command {
        /**
         * Checks ranges.
         *
         * @throws IllegalArgumentException if an argument is out of its range
         */
        public Read {
            if (afterVersion < 0 || limit < 1) {
                throw new IllegalArgumentException("read of " + limit + " versions after " + afterVersion
                        + ": 1 or more after version 0 or more are allowed");
            }
        }
    }

    /**
     * Versions of the log.
     *
     * @param afterVersion as asked
     * @param entries versions {@code afterVersion + 1} and on; fewer than the limit only at the end of the log
     * @param lastVersion the newest version in the log, 0 if there is none
     */
    public record ReadResult(long afterVersion, List<VersionEntry> entries, long lastVersion) {
        /** Copies the entries. */
        public ReadResult {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Appends versions.
     *
     * @param entries one or more, after all that were appended before, without gaps
     * @param replyTo is told once for each group, so several appends of one sender may have one answer
     */
    public record Append(List<VersionEntry> entries, ActorRef<Stored> replyTo) implements Command {
        /**
         * Copies the entries.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Append {
            entries = List.copyOf(entries);
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("append without a version: one or more are allowed");
            }
        }
    }

    /** Writes what is buffered, closes the file and stops the actor. */
    public enum Close implements Command {
        /** The message. */
        INSTANCE
    }

    private enum Flush implements Command {
        INSTANCE
    }

    /** What became of appended versions. */
    public sealed interface Stored {}

    /**
     * All versions up to this one are on disk, as the {@link SyncMode} understands it.
     *
     * @param version the newest version of the group
     */
    public record Durable(long version) implements Stored {}

    /**
     * The versions are not durable, and no later ones will be. Some may be in the file nevertheless and be found when it
     * is opened anew.
     *
     * @param reason for people, names the file
     */
    public record Failed(String reason) implements Stored {}

    /** Opens a log. */
    interface Opener {
        /** The open log. */
        VersionLogFile open() throws IOException;
    }

    private VersionLogActor(ActorContext<Command> context, VersionLogFile file) {
        super(context);
        this.file = file;
        long cut = file.recovered().cutBytes();
        if (cut > 0) {
            context.getLog()
                    .warn(
                            "{}: cut off a torn last line of {} bytes behind version {}",
                            file.path(),
                            cut,
                            file.lastVersion());
        }
    }

    /**
     * The disk of a node. It opens the log when it starts, and fails with an {@link UncheckedIOException} that names the
     * file and the reason if it cannot.
     *
     * @param directory the data directory of all nodes
     */
    public static Behavior<Command> create(Path directory, NodeId node, SyncMode sync) {
        return create(() -> VersionLogFile.open(directory, node, sync));
    }

    /** The disk on a log that the opener makes. */
    static Behavior<Command> create(Opener opener) {
        return Behaviors.setup(context -> {
            try {
                return new VersionLogActor(context, opener.open());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Append.class, this::onAppend)
                .onMessage(Read.class, this::onRead)
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(Close.class, close -> Behaviors.stopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<Command> onAppend(Append append) {
        if (failure.isPresent()) {
            append.replyTo().tell(new Failed(failure.get()));
            return this;
        }
        long next = file.lastVersion() + buffered.size() + 1;
        for (VersionEntry entry : append.entries()) {
            Invariants.check(
                    entry.version() == next, "%s: version %s appended, not %s", file.path(), entry.version(), next);
            next++;
        }
        if (buffered.isEmpty()) {
            getContext().getSelf().tell(Flush.INSTANCE);
        }
        buffered.addAll(append.entries());
        waiting.add(append.replyTo());
        return this;
    }

    private Behavior<Command> onRead(Read read) {
        flush();
        try {
            List<VersionEntry> entries = file.read(read.afterVersion(), read.limit());
            read.replyTo().tell(new ReadResult(read.afterVersion(), entries, file.lastVersion()));
            return this;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
    }

    private Behavior<Command> onFlush() {
        flush();
        return this;
    }

    private Behavior<Command> onPostStop() {
        flush();
        try {
            file.close();
        } catch (IOException notClosed) {
            getContext().getLog().warn("{}: cannot be closed: {}", file.path(), notClosed.toString());
        }
        return this;
    }

    private void flush() {
        if (buffered.isEmpty()) {
            return;
        }
        Stored stored = store();
        waiting.forEach(replyTo -> replyTo.tell(stored));
        buffered.clear();
        waiting.clear();
    }

    private Stored store() {
        try {
            file.append(buffered);
            return new Durable(file.lastVersion());
        } catch (IOException notWritten) {
            String reason = notWritten.getMessage();
            getContext().getLog().error("{}; no versions are stored any more", reason, notWritten);
            failure = Optional.of(reason);
            return new Failed(reason);
        }
    }
}
