package epidemic.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The bytes of the kernel's values, for journals and for what crosses between processes. A list is the number of its items
 * and the items; numbers never get another meaning. What is read and is none of these values is an {@link
 * IllegalArgumentException}.
 */
public final class KernelForms {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int APPEND = 2;

    private static final int COMMITTED = 0;
    private static final int REFUSED = 1;
    private static final int UNKNOWN = 2;

    private static final int SINGLE = 0;
    private static final int SEQUENCE = 1;

    private KernelForms() {}

    /** A list, each item by its form. */
    public static <T> void writeList(List<T> items, BiConsumer<T, ByteSink> form, ByteSink sink) {
        sink.number(items.size());
        for (int index = 0; index < items.size(); index++) {
            form.accept(items.get(index), sink);
        }
    }

    /** The reverse of {@link #writeList}. */
    public static <T> List<T> readList(Function<ByteSource, T> form, ByteSource source) {
        List<T> items = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            items.add(form.apply(source));
        }
        return items;
    }

    /** 1 for true, 0 for false. */
    public static void writeFlag(boolean flag, ByteSink sink) {
        sink.number(flag ? 1 : 0);
    }

    /** The reverse of {@link #writeFlag}. */
    public static boolean readFlag(ByteSource source) {
        long flag = source.number();
        if (flag != 0 && flag != 1) {
            throw new IllegalArgumentException("a flag is " + flag + ": 0 or 1 is allowed");
        }
        return flag == 1;
    }

    /** A flag, and the number if there is one. */
    public static void writeOptional(Optional<Long> number, ByteSink sink) {
        writeFlag(number.isPresent(), sink);
        number.ifPresent(sink::number);
    }

    /** The reverse of {@link #writeOptional}. */
    public static Optional<Long> readOptional(ByteSource source) {
        return readFlag(source) ? Optional.of(source.number()) : Optional.empty();
    }

    /** Its name. */
    public static void writeNode(NodeId node, ByteSink sink) {
        sink.text(node.name());
    }

    /** The reverse of {@link #writeNode}. */
    public static NodeId readNode(ByteSource source) {
        return NodeId.of(source.text());
    }

    /** Client and sequence. */
    public static void writeRequest(RequestId id, ByteSink sink) {
        sink.text(id.client());
        sink.number(id.sequence());
    }

    /** The reverse of {@link #writeRequest}. */
    public static RequestId readRequest(ByteSource source) {
        return new RequestId(source.text(), source.number());
    }

    /** With its session. */
    public static void writeTransaction(Transaction transaction, ByteSink sink) {
        writeRequest(transaction.id(), sink);
        sink.number(transaction.layer());
        writeSession(transaction.session(), sink);
        writeList(transaction.operations(), KernelForms::writeOperation, sink);
    }

    /** The reverse of {@link #writeTransaction}. */
    public static Transaction readTransaction(ByteSource source) {
        RequestId id = readRequest(source);
        int layer = integer(source);
        Session session = readSession(source);
        return new Transaction(id, layer, readList(KernelForms::readOperation, source), session);
    }

    /**
     * Its version; if the client asked for more than that, a number below 0 that stands for the version, followed by the
     * rest. A session without wishes is written as the version alone was before there were any.
     */
    private static void writeSession(Session session, ByteSink sink) {
        if (!session.isNamed() && session.writeConcern() == 0) {
            sink.number(session.version());
            return;
        }
        sink.number(-1 - session.version());
        sink.number(session.policy().map(policy -> policy.ordinal() + 1).orElse(0));
        sink.number(session.deadlineNanos().orElse(-1L));
        sink.number(session.writeConcern());
    }

    private static Session readSession(ByteSource source) {
        long version = source.number();
        if (version >= 0) {
            return Session.seen(version);
        }
        Optional<Session.Policy> policy = readPolicy(source);
        long deadlineNanos = source.number();
        Optional<Long> deadline = deadlineNanos < 0 ? Optional.empty() : Optional.of(deadlineNanos);
        return new Session(-1 - version, policy, deadline, integer(source));
    }

    private static Optional<Session.Policy> readPolicy(ByteSource source) {
        Session.Policy[] policies = Session.Policy.values();
        int kind = kind(source);
        if (kind < 0 || kind > policies.length) {
            throw notKnown("a session policy", kind);
        }
        return kind == 0 ? Optional.empty() : Optional.of(policies[kind - 1]);
    }

    /** Kind, key, and the value if it has one. */
    public static void writeOperation(Operation operation, ByteSink sink) {
        if (operation instanceof Operation.Change change) {
            sink.number(change instanceof Operation.Append ? APPEND : WRITE);
            sink.text(change.key());
            sink.text(change.value());
        } else {
            sink.number(READ);
            sink.text(operation.key());
        }
    }

    private static Operation readOperation(ByteSource source) {
        int kind = kind(source);
        String key = source.text();
        return switch (kind) {
            case READ -> new Operation.Read(key);
            case WRITE -> new Operation.Write(key, source.text());
            case APPEND -> new Operation.Append(key, source.text());
            default -> throw notKnown("an operation", kind);
        };
    }

    /** An entry of the version order. */
    public static void writeEntry(VersionEntry entry, ByteSink sink) {
        sink.number(entry.version());
        writeRequest(entry.transaction(), sink);
        writeNode(entry.origin(), sink);
        sink.number(entry.committedAtMillis());
        writeList(entry.writes(), KernelForms::writeOperation, sink);
    }

    /** The reverse of {@link #writeEntry}. */
    public static VersionEntry readEntry(ByteSource source) {
        return new VersionEntry(
                source.number(),
                readRequest(source),
                readNode(source),
                source.number(),
                readList(KernelForms::readChange, source));
    }

    /** A write or an append, as {@link #writeOperation} wrote it. */
    public static Operation.Change readChange(ByteSource source) {
        if (readOperation(source) instanceof Operation.Change change) {
            return change;
        }
        throw new IllegalArgumentException("a read among the changes of a version");
    }

    /** What a client is told. */
    public static void writeOutcome(Outcome outcome, ByteSink sink) {
        if (outcome instanceof Outcome.Committed committed) {
            sink.number(COMMITTED);
            writeNode(committed.node(), sink);
            sink.number(committed.layer());
            sink.number(committed.version());
            writeList(committed.reads(), KernelForms::writeRead, sink);
        } else if (outcome instanceof Outcome.Refused refused) {
            sink.number(REFUSED);
            sink.text(refused.reason().name());
            sink.text(refused.message());
            writeFlag(refused.redirect().isPresent(), sink);
            refused.redirect().ifPresent(node -> writeNode(node, sink));
        } else {
            sink.number(UNKNOWN);
            sink.text(((Outcome.Unknown) outcome).message());
        }
    }

    /** The reverse of {@link #writeOutcome}. */
    public static Outcome readOutcome(ByteSource source) {
        int kind = kind(source);
        return switch (kind) {
            case COMMITTED ->
                new Outcome.Committed(
                        readNode(source), integer(source), source.number(), readList(KernelForms::readRead, source));
            case REFUSED ->
                new Outcome.Refused(
                        Outcome.Reason.valueOf(source.text()),
                        source.text(),
                        readFlag(source) ? Optional.of(readNode(source)) : Optional.empty());
            case UNKNOWN -> new Outcome.Unknown(source.text());
            default -> throw notKnown("an outcome", kind);
        };
    }

    private static void writeRead(ReadResult read, ByteSink sink) {
        sink.text(read.key());
        writeFlag(read.value().isPresent(), sink);
        read.value().ifPresent(value -> writeValue(value, sink));
    }

    private static ReadResult readRead(ByteSource source) {
        String key = source.text();
        return new ReadResult(key, readFlag(source) ? Optional.of(readValue(source)) : Optional.empty());
    }

    private static void writeValue(Value value, ByteSink sink) {
        if (value instanceof Value.Single single) {
            sink.number(SINGLE);
            sink.text(single.text());
        } else {
            sink.number(SEQUENCE);
            writeList(((Value.Sequence) value).items(), (item, target) -> target.text(item), sink);
        }
    }

    private static Value readValue(ByteSource source) {
        int kind = kind(source);
        if (kind == SINGLE) {
            return new Value.Single(source.text());
        }
        if (kind != SEQUENCE) {
            throw notKnown("a value", kind);
        }
        Value.Sequence sequence = Value.Sequence.EMPTY;
        for (int count = source.count(); count > 0; count--) {
            sequence = sequence.append(source.text());
        }
        return sequence;
    }

    /** Keys with their values, in key order. */
    public static void writeData(SortedMap<String, Value> data, ByteSink sink) {
        sink.number(data.size());
        data.forEach((key, value) -> {
            sink.text(key);
            writeValue(value, sink);
        });
    }

    /** The reverse of {@link #writeData}. */
    public static SortedMap<String, Value> readData(ByteSource source) {
        SortedMap<String, Value> data = new TreeMap<>();
        for (int count = source.count(); count > 0; count--) {
            data.put(source.text(), readValue(source));
        }
        return data;
    }

    private static int integer(ByteSource source) {
        long number = source.number();
        if (number != (int) number) {
            throw new IllegalArgumentException(number + " is too large for a layer or a kind");
        }
        return (int) number;
    }

    /** The number in front of a value that has several kinds. */
    public static int kind(ByteSource source) {
        return integer(source);
    }

    /** The complaint about a kind that no value has. */
    public static IllegalArgumentException notKnown(String what, long kind) {
        return new IllegalArgumentException(what + " of kind " + kind + " is not known");
    }
}
