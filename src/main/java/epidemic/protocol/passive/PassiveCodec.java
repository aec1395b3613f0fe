package epidemic.protocol.passive;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.model.transfer.SnapshotPart;

/** The bytes of the messages: a number for the kind, which never gets another meaning, then the parts in their order. */
final class PassiveCodec implements MessageCodec {
    // 1 was a Fetch without a mark, 5 one with a mark of another making.
    private static final int FETCHED = 2;
    private static final int FETCH_SNAPSHOT = 3;
    private static final int SNAPSHOT_FETCHED = 4;
    private static final int DIFFERS = 6;
    /** A Fetch of a replica that was refused. */
    private static final int FETCH_AGAIN = 7;

    private static final int FETCH = 8;

    @Override
    public void write(Message message, ByteSink sink) {
        if (message instanceof PassiveMessage.Fetch fetch) {
            sink.number(fetch.wasRefused() ? FETCH_AGAIN : FETCH);
            sink.number(fetch.afterVersion());
            sink.number(fetch.mark());
        } else if (message instanceof PassiveMessage.Differs differs) {
            sink.number(DIFFERS);
            sink.number(differs.version());
        } else if (message instanceof PassiveMessage.Fetched fetched) {
            sink.number(FETCHED);
            KernelForms.writeList(fetched.entries(), KernelForms::writeEntry, sink);
        } else if (message instanceof PassiveMessage.FetchSnapshot fetch) {
            sink.number(FETCH_SNAPSHOT);
            sink.number(fetch.version());
            sink.number(fetch.from());
        } else if (message instanceof PassiveMessage.SnapshotFetched fetched) {
            sink.number(SNAPSHOT_FETCHED);
            fetched.part().write(sink);
        } else {
            throw new IllegalArgumentException("no encoding of " + message.kind());
        }
    }

    @Override
    public Message read(ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case FETCH -> new PassiveMessage.Fetch(source.number(), source.number(), false);
            case FETCH_AGAIN -> new PassiveMessage.Fetch(source.number(), source.number(), true);
            case DIFFERS -> new PassiveMessage.Differs(source.number());
            case FETCHED -> new PassiveMessage.Fetched(KernelForms.readList(KernelForms::readEntry, source));
            case FETCH_SNAPSHOT -> new PassiveMessage.FetchSnapshot(source.number(), source.number());
            case SNAPSHOT_FETCHED -> new PassiveMessage.SnapshotFetched(SnapshotPart.read(source));
            default -> throw KernelForms.notKnown("a message of passive", kind);
        };
    }
}
