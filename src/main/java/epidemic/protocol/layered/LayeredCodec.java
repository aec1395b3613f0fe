package epidemic.protocol.layered;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;

/**
 * The bytes of the core's journal and of the messages between nodes. A number in front of each record or message tells
 * its kind; it never gets another meaning.
 */
final class LayeredCodec implements MessageCodec {
    private static final int PROMISED = 1;
    private static final int ACCEPTED = 2;
    private static final int HELD = 3;
    private static final int APPLIED = 4;

    @Override
    public void write(Message message, ByteSink sink) {
        if (message instanceof CoreRecord record) {
            writeRecord(record, sink);
        } else if (message instanceof LayeredMessage told) {
            MessageForms.write(told, sink);
        } else {
            throw new IllegalArgumentException("no encoding of " + message.kind());
        }
    }

    private static void writeRecord(CoreRecord record, ByteSink sink) {
        if (record instanceof CoreRecord.Promised promised) {
            sink.number(PROMISED);
            sink.number(promised.epoch());
            sink.number(promised.coordinatorLife());
        } else if (record instanceof CoreRecord.Accepted accepted) {
            sink.number(ACCEPTED);
            ValueForms.writeView(accepted.view(), sink);
            KernelForms.writeList(accepted.inherited(), ValueForms::writeBatch, sink);
        } else if (record instanceof CoreRecord.Held held) {
            sink.number(HELD);
            ValueForms.writeBatch(held.batch(), sink);
        } else if (record instanceof CoreRecord.Applied applied) {
            sink.number(APPLIED);
            sink.number(applied.epoch());
            ValueForms.writeStamp(applied.stamp(), sink);
            sink.number(applied.version());
        }
    }

    @Override
    public Message read(ByteSource source) {
        int kind = (int) source.number();
        switch (kind) {
            case PROMISED:
                return new CoreRecord.Promised(source.number(), source.number());
            case ACCEPTED:
                return new CoreRecord.Accepted(
                        ValueForms.readView(source), KernelForms.readList(ValueForms::readBatch, source));
            case HELD:
                return new CoreRecord.Held(ValueForms.readBatch(source));
            case APPLIED:
                return new CoreRecord.Applied(source.number(), ValueForms.readStamp(source), source.number());
            default:
                return MessageForms.read(kind, source);
        }
    }
}
