package epidemic.runtime.wire;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodePair;
import epidemic.runtime.storage.RecordReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of parcels. What replicas say is written by their strategy's codec. A number in front tells the kind of
 * parcel; it never gets another meaning. Stateless, thread-safe.
 */
public final class ParcelCodec {
    private static final int MAIL = 1;
    private static final int PRESENCE = 2;
    private static final int LINKS = 3;
    private static final int QUESTION = 4;
    private static final int ANSWER = 5;

    private static final int TOLD = 0;
    private static final int ASKED = 1;
    private static final int ANSWERED = 2;

    private final MessageCodec messages;

    /**
     * The codec of one strategy's processes.
     *
     * @param messages of what its replicas say
     */
    public ParcelCodec(MessageCodec messages) {
        this.messages = messages;
    }

    /** Writes a parcel. */
    public void write(Parcel parcel, ByteSink sink) {
        if (parcel instanceof Parcel.Mail mail) {
            sink.number(MAIL);
            writeMail(mail, sink);
        } else if (parcel instanceof Parcel.Presence presence) {
            sink.number(PRESENCE);
            writePresence(presence, sink);
        } else if (parcel instanceof Parcel.Links links) {
            sink.number(LINKS);
            writeLinks(links, sink);
        } else if (parcel instanceof Parcel.Question question) {
            sink.number(QUESTION);
            sink.number(question.number());
            QueryForms.write(question.query(), sink);
        } else if (parcel instanceof Parcel.Answer answer) {
            sink.number(ANSWER);
            sink.number(answer.number());
            QueryForms.writeReply(answer.reply(), sink);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param from the node of the process that wrote it
     * @throws IllegalArgumentException if the bytes are not what it writes, or more than that
     */
    public Parcel read(NodeId from, ByteBuffer bytes) {
        RecordReader source = new RecordReader(bytes);
        try {
            Parcel parcel = parcel(from, source);
            if (source.hasMore()) {
                throw new IllegalArgumentException(bytes.remaining() + " bytes behind the end of a parcel");
            }
            return parcel;
        } catch (ArithmeticException outOfRange) {
            throw new IllegalArgumentException("a number out of its range", outOfRange);
        }
    }

    private Parcel parcel(NodeId from, ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case MAIL -> readMail(from, source);
            case PRESENCE -> readPresence(source);
            case LINKS -> readLinks(source);
            case QUESTION -> new Parcel.Question(source.number(), QueryForms.read(source));
            case ANSWER -> new Parcel.Answer(source.number(), QueryForms.readReply(source));
            default -> throw KernelForms.notKnown("a parcel", kind);
        };
    }

    private void writeMail(Parcel.Mail mail, ByteSink sink) {
        KernelForms.writeNode(mail.to(), sink);
        sink.number(mail.envelopes().get(0).incarnation());
        sink.number(mail.envelopes().size());
        for (NodeCall.Envelope envelope : mail.envelopes()) {
            if (envelope instanceof NodeCall.Asked asked) {
                sink.number(ASKED);
                sink.number(asked.correlation());
            } else if (envelope instanceof NodeCall.Answered answered) {
                sink.number(ANSWERED);
                sink.number(answered.correlation());
            } else {
                sink.number(TOLD);
            }
            messages.write(envelope.message(), sink);
        }
    }

    private Parcel.Mail readMail(NodeId from, ByteSource source) {
        NodeId to = KernelForms.readNode(source);
        long life = source.number();
        List<NodeCall.Envelope> envelopes = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            envelopes.add(readEnvelope(from, life, source));
        }
        return new Parcel.Mail(to, envelopes);
    }

    private NodeCall.Envelope readEnvelope(NodeId from, long life, ByteSource source) {
        int kind = KernelForms.kind(source);
        if (kind == TOLD) {
            return new NodeCall.Told(from, life, messages.read(source));
        }
        if (kind != ASKED && kind != ANSWERED) {
            throw KernelForms.notKnown("an envelope", kind);
        }
        long correlation = source.number();
        Message message = messages.read(source);
        return kind == ASKED
                ? new NodeCall.Asked(from, life, correlation, message)
                : new NodeCall.Answered(from, life, correlation, message);
    }

    private static void writePresence(Parcel.Presence presence, ByteSink sink) {
        KernelForms.writeFlag(presence.wantsAnswer(), sink);
        KernelForms.writeFlag(presence.established(), sink);
        KernelForms.writeFlag(presence.running(), sink);
        sink.text(presence.reason());
        sink.number(presence.newestLife());
        sink.number(presence.knownLife());
        sink.text(presence.door());
        sink.text(presence.bulk());
        sink.text(presence.address());
        sink.number(presence.members());
        sink.text(presence.firstMember());
    }

    private static Parcel.Presence readPresence(ByteSource source) {
        return new Parcel.Presence(
                KernelForms.readFlag(source),
                KernelForms.readFlag(source),
                KernelForms.readFlag(source),
                source.text(),
                source.number(),
                source.number(),
                source.text(),
                source.text(),
                source.text(),
                Math.toIntExact(source.number()),
                source.text());
    }

    private static void writeLinks(Parcel.Links links, ByteSink sink) {
        sink.number(links.stamp());
        KernelForms.writeNode(links.by(), sink);
        sink.number(links.faults().size());
        links.faults().forEach((link, fault) -> {
            KernelForms.writeNode(link.first(), sink);
            KernelForms.writeNode(link.second(), sink);
            KernelForms.writeFlag(fault.cut(), sink);
            sink.number(fault.delay().toNanos());
            sink.number(Double.doubleToLongBits(fault.drop()));
            sink.number(Double.doubleToLongBits(fault.duplicate()));
        });
    }

    private static Parcel.Links readLinks(ByteSource source) {
        long stamp = source.number();
        NodeId by = KernelForms.readNode(source);
        SortedMap<NodePair, LinkFault> faults = new TreeMap<>();
        for (int count = source.count(); count > 0; count--) {
            NodePair link = new NodePair(KernelForms.readNode(source), KernelForms.readNode(source));
            LinkFault fault = new LinkFault(
                    KernelForms.readFlag(source),
                    Duration.ofNanos(source.number()),
                    Double.longBitsToDouble(source.number()),
                    Double.longBitsToDouble(source.number()));
            faults.put(link, fault);
        }
        return new Parcel.Links(stamp, by, faults);
    }
}
