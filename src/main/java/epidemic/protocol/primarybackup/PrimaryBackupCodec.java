package epidemic.protocol.primarybackup;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import java.util.List;

/** The bytes of journal records and messages. A number in front tells the kind; it never gets another meaning. */
final class PrimaryBackupCodec implements MessageCodec {
    private static final int PROMISED = 1;
    private static final int JOINED = 2;
    private static final int HELD = 3;
    private static final int STAND = 10;
    private static final int GRANTED = 11;
    private static final int DECLINED = 12;
    private static final int REPLICATE = 13;
    private static final int REPLICATED = 14;
    private static final int FENCED = 15;
    private static final int FORWARD = 16;
    private static final int FORWARDED = 17;
    private static final int NOT_PRIMARY = 18;

    @Override
    public void write(Message message, ByteSink sink) {
        if (message instanceof PrimaryBackupRecord record) {
            writeRecord(record, sink);
        } else if (message instanceof PrimaryBackupMessage.Replicate replicate) {
            writeReplicate(replicate, sink);
        } else if (message instanceof PrimaryBackupMessage.Replicated replicated) {
            sink.number(REPLICATED);
            sink.number(replicated.standing().ordinal());
            KernelForms.writeFlag(replicated.isMember(), sink);
            sink.number(replicated.life());
            sink.number(replicated.held());
            sink.number(replicated.next());
        } else if (message instanceof PrimaryBackupMessage.Fenced fenced) {
            sink.number(FENCED);
            sink.number(fenced.promised());
        } else if (message instanceof PrimaryBackupMessage told) {
            writeRest(told, sink);
        } else {
            throw new IllegalArgumentException("no encoding of " + message.kind());
        }
    }

    private static void writeRecord(PrimaryBackupRecord record, ByteSink sink) {
        if (record instanceof PrimaryBackupRecord.Promised promised) {
            sink.number(PROMISED);
            sink.number(promised.epoch());
        } else if (record instanceof PrimaryBackupRecord.Joined joined) {
            sink.number(JOINED);
            sink.number(joined.epoch());
            KernelForms.writeList(joined.lineage(), PrimaryBackupCodec::writeSpan, sink);
            KernelForms.writeFlag(joined.isMember(), sink);
        } else if (record instanceof PrimaryBackupRecord.Held held) {
            sink.number(HELD);
            KernelForms.writeList(held.entries(), KernelForms::writeEntry, sink);
        }
    }

    private static void writeReplicate(PrimaryBackupMessage.Replicate replicate, ByteSink sink) {
        sink.number(REPLICATE);
        sink.number(replicate.epoch());
        sink.number(replicate.round());
        KernelForms.writeList(replicate.lineage(), PrimaryBackupCodec::writeSpan, sink);
        sink.number(replicate.after());
        KernelForms.writeList(replicate.entries(), KernelForms::writeEntry, sink);
        sink.number(replicate.committed());
        sink.number(replicate.admittedLife());
    }

    private static void writeRest(PrimaryBackupMessage message, ByteSink sink) {
        if (message instanceof PrimaryBackupMessage.Stand stand) {
            sink.number(STAND);
            sink.number(stand.epoch());
            sink.number(stand.label());
            sink.number(stand.end());
            KernelForms.writeFlag(stand.isProbe(), sink);
        } else if (message instanceof PrimaryBackupMessage.Granted granted) {
            sink.number(GRANTED);
            KernelForms.writeFlag(granted.isMember(), sink);
            sink.number(granted.life());
        } else if (message instanceof PrimaryBackupMessage.Declined declined) {
            sink.number(DECLINED);
            sink.number(declined.promised());
        } else if (message instanceof PrimaryBackupMessage.Forward forward) {
            sink.number(FORWARD);
            sink.number(forward.epoch());
            sink.number(forward.life());
            sink.number(forward.number());
            sink.number(forward.attempt());
            KernelForms.writeTransaction(forward.transaction(), sink);
        } else if (message instanceof PrimaryBackupMessage.Forwarded forwarded) {
            sink.number(FORWARDED);
            KernelForms.writeOutcome(forwarded.outcome(), sink);
        } else {
            sink.number(NOT_PRIMARY);
        }
    }

    private static void writeSpan(Span span, ByteSink sink) {
        sink.number(span.epoch());
        sink.number(span.start());
    }

    private static List<Span> readLineage(ByteSource source) {
        return KernelForms.readList(from -> new Span(from.number(), from.number()), source);
    }

    @Override
    public Message read(ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case PROMISED -> new PrimaryBackupRecord.Promised(source.number());
            case JOINED ->
                new PrimaryBackupRecord.Joined(source.number(), readLineage(source), KernelForms.readFlag(source));
            case HELD -> new PrimaryBackupRecord.Held(KernelForms.readList(KernelForms::readEntry, source));
            case STAND ->
                new PrimaryBackupMessage.Stand(
                        source.number(), source.number(), source.number(), KernelForms.readFlag(source));
            case GRANTED -> new PrimaryBackupMessage.Granted(KernelForms.readFlag(source), source.number());
            case DECLINED -> new PrimaryBackupMessage.Declined(source.number());
            case REPLICATE ->
                new PrimaryBackupMessage.Replicate(
                        source.number(),
                        source.number(),
                        readLineage(source),
                        source.number(),
                        KernelForms.readList(KernelForms::readEntry, source),
                        source.number(),
                        source.number());
            case REPLICATED ->
                new PrimaryBackupMessage.Replicated(
                        readStanding(source),
                        KernelForms.readFlag(source),
                        source.number(),
                        source.number(),
                        source.number());
            case FENCED -> new PrimaryBackupMessage.Fenced(source.number());
            case FORWARD ->
                new PrimaryBackupMessage.Forward(
                        source.number(),
                        source.number(),
                        source.number(),
                        source.number(),
                        KernelForms.readTransaction(source));
            case FORWARDED -> new PrimaryBackupMessage.Forwarded(KernelForms.readOutcome(source));
            case NOT_PRIMARY -> new PrimaryBackupMessage.NotPrimary();
            default -> throw KernelForms.notKnown("a message of primary-backup", kind);
        };
    }

    private static PrimaryBackupMessage.Standing readStanding(ByteSource source) {
        int kind = KernelForms.kind(source);
        PrimaryBackupMessage.Standing[] known = PrimaryBackupMessage.Standing.values();
        if (kind < 0 || kind >= known.length) {
            throw KernelForms.notKnown("a standing", kind);
        }
        return known[kind];
    }
}
