package epidemic.sim;

import epidemic.kernel.Handle;
import epidemic.kernel.Message;

/** Something on its way from one node to another; running it delivers it. */
final class Mail implements Runnable, Handle.Asker {
    /** What a mail expects. */
    enum Kind {
        /** Nothing. */
        TOLD,
        /** An answer. */
        ASKED,
        /** It is one. */
        ANSWERED
    }

    final SimNode from;
    final SimNode to;
    /** Which life of the sender sent it. */
    final long incarnation;

    final Kind kind;
    /** Which question it is or answers; 0 for what is told. */
    final long correlation;

    final Message message;
    /** The stable hash of the message. */
    final long content;
    /** Whether the answer to it will get lost. */
    boolean answerLost;

    Mail(SimNode from, SimNode to, Kind kind, long correlation, Message message) {
        this.from = from;
        this.to = to;
        this.incarnation = from.incarnation();
        this.kind = kind;
        this.correlation = correlation;
        this.message = message;
        this.content = StableHash.add(correlation, StableHash.of(message));
    }

    boolean isAnswer() {
        return kind == Kind.ANSWERED;
    }

    @Override
    public void run() {
        to.receive(this);
    }

    @Override
    public String toString() {
        String sort = kind == Kind.TOLD ? "" : kind == Kind.ASKED ? "asks " : "answers ";
        return sort + message + (correlation == 0 ? "" : " #" + Long.toHexString(correlation));
    }
}
