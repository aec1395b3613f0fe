package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.Optional;

/**
 * What happened in a run, as a digest over all events in their order, and, if asked for, as readable lines.
 *
 * <p>The digest covers for each event its kind, virtual time, node and content (see {@link StableHash}): what is sent,
 * delivered, written, told to clients and set as timers. Two runs with the same digest did the same.
 */
public final class Trace {
    private final Optional<Sink> sink;
    private long digest;
    private long entryCount;

    /** Takes the readable lines. */
    public interface Sink {
        /**
         * One thing that happened.
         *
         * @param atNanos virtual time
         * @param node where
         * @param text what, for people
         */
        void line(long atNanos, NodeId node, String text);
    }

    /** What an entry tells; its number goes into the digest, so constants are only ever added at the end. */
    public enum Kind {
        /** A message, question or answer was handed to the network. */
        SEND,
        /** The network lost it. */
        LOSE,
        /** It reached a node. */
        DELIVER,
        /** It reached a node that is down, or came from an earlier life. */
        IGNORE,
        /** A question's deadline passed. */
        SILENCE,
        /** A client's request reached a node. */
        REQUEST,
        /** A node told a client its outcome. */
        REPLY,
        /** Entries were given to the disk. */
        APPEND,
        /** Entries reached the disk. */
        DURABLE,
        /** Old entries were read. */
        LOAD,
        /** A timer was set. */
        TIMER_SET,
        /** A timer was cancelled. */
        TIMER_CANCEL,
        /** A timer fired. */
        TIMER,
        /** A replica observed something. */
        OBSERVE,
        /** A life began. */
        START,
        /** A life ended. */
        CRASH,
        /** A fault of the plan. */
        FAULT,
        /** Records were given to the journal. */
        JOURNAL,
        /** Records of the journal reached the disk. */
        JOURNALED
    }

    /** A trace that keeps the digest only. */
    public Trace() {
        this.sink = Optional.empty();
    }

    /** A trace that writes readable lines, too. */
    public Trace(Sink sink) {
        this.sink = Optional.of(sink);
    }

    /** Whether readable lines are wanted: only then it is worth to make them. */
    boolean isReadable() {
        return sink.isPresent();
    }

    /** Adds what happened to the digest. */
    void note(Kind kind, long atNanos, int node, long content) {
        entryCount++;
        digest = StableHash.add(digest, ((long) kind.ordinal() << 32) + node);
        digest = StableHash.add(digest, atNanos);
        digest = StableHash.add(digest, content);
    }

    /** Writes a readable line; the digest stays. */
    void tell(long atNanos, NodeId node, String text) {
        sink.ifPresent(taker -> taker.line(atNanos, node, text));
    }

    /** The digest so far. */
    public long digest() {
        return Draw.mix(digest, entryCount);
    }
}
