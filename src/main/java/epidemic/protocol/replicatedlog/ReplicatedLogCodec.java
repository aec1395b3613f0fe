package epidemic.protocol.replicatedlog;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.model.lineage.LogMark;

/**
 * The bytes of the messages. A number in front tells the kind; it never gets another meaning. (1 to 4 were the same without
 * digests.) There is no journal.
 */
final class ReplicatedLogCodec implements MessageCodec {
    private static final int PUSH = 5;
    private static final int HELD = 6;
    private static final int FAILED = 7;
    private static final int HEARTBEAT = 8;
    private static final int DIFFERS = 9;

    @Override
    public void write(Message message, ByteSink sink) {
        if (message instanceof ReplicatedLogMessage.Push push) {
            sink.number(PUSH);
            sink.number(push.epoch());
            sink.number(push.before());
            KernelForms.writeList(push.entries(), KernelForms::writeEntry, sink);
        } else if (message instanceof ReplicatedLogMessage.Held held) {
            writePosition(HELD, held, sink);
        } else if (message instanceof ReplicatedLogMessage.Failed failed) {
            writePosition(FAILED, failed, sink);
            sink.text(failed.reason());
        } else if (message instanceof ReplicatedLogMessage.Heartbeat heartbeat) {
            writePosition(HEARTBEAT, heartbeat, sink);
        } else if (message instanceof ReplicatedLogMessage.Differs differs) {
            sink.number(DIFFERS);
            sink.number(differs.epoch());
            differs.log().write(sink);
        } else {
            throw new IllegalArgumentException("no encoding of " + message.kind());
        }
    }

    private static void writePosition(int kind, ReplicatedLogMessage.Position position, ByteSink sink) {
        sink.number(kind);
        sink.number(position.life());
        position.log().write(sink);
    }

    @Override
    public Message read(ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case PUSH -> readPush(source);
            case HELD -> new ReplicatedLogMessage.Held(source.number(), LogMark.read(source));
            case FAILED -> new ReplicatedLogMessage.Failed(source.number(), LogMark.read(source), source.text());
            case HEARTBEAT -> new ReplicatedLogMessage.Heartbeat(source.number(), LogMark.read(source));
            case DIFFERS -> new ReplicatedLogMessage.Differs(source.number(), LogMark.read(source));
            default -> throw KernelForms.notKnown("a message", kind);
        };
    }

    private static ReplicatedLogMessage.Push readPush(ByteSource source) {
        long epoch = source.number();
        long before = source.number();
        ReplicatedLogMessage.Push push =
                new ReplicatedLogMessage.Push(epoch, before, KernelForms.readList(KernelForms::readEntry, source));
        if (push.entries().isEmpty()) {
            throw new IllegalArgumentException("a push without messages");
        }
        return push;
    }
}
