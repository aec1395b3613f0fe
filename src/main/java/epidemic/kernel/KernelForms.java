package epidemic.runtime.wire;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.SessionForm;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The bytes of the kernel's values. A list is the number of its items and the items; numbers never get another meaning. */
final class KernelForms {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int APPEND = 2;

    private static final int COMMITTED = 0;
    private static final int REFUSED = 1;
    private static final int UNKNOWN = 2;

    private static final int SINGLE = 0;
    private static final int SEQUENCE = 1;

    private KernelForms() {}

    static <T> void writeList(List<T> items, BiConsumer<T, ByteSink> form, ByteSink sink) {
        sink.number(items.size());
        items.forEach(item -> form.accept(item, sink));
    }

    static <T> List<T> readList(Function<ByteSource, T> form, ByteSource source) {
        List<T> items = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            items.add(form.apply(source));
        }
        return items;
    }

    static void writeFlag(boolean flag, ByteSink sink) {
        sink.number(flag ? 1 : 0);
    }

    static boolean readFlag(ByteSource source) {
        long flag = source.number();
        if (flag != 0 && flag != 1) {
            throw new IllegalArgumentException("a flag is " + flag + ": 0 or 1 is allowed");
        }
        return flag == 1;
    }

    static void writeOptional(Optional<Long> number, ByteSink sink) {
        writeFlag(number.isPresent(), sink);
        number.ifPresent(sink::number);
    }

    static Optional<Long> readOptional(ByteSource source) {
        return readFlag(source) ? Optional.of(source.number()) : Optional.empty();
    }

    static void writeNode(NodeId node, ByteSink sink) {
        sink.text(node.name());
    }

    static NodeId readNode(ByteSource source) {
        return NodeId.of(source.text());
    }

    static void writeRequest(RequestId id, ByteSink sink) {
        sink.text(id.client());
        sink.number(id.sequence());
    }

    static RequestId readRequest(ByteSource source) {
        return new RequestId(source.text(), source.number());
    }

    static void writeTransaction(Transaction transaction, ByteSink sink) {
        writeRequest(transaction.id(), sink);
        sink.number(transaction.layer());
        SessionForm.write(transaction.session(), sink);
        writeList(transaction.operations(), KernelForms::writeOperation, sink);
    }

    static Transaction readTransaction(ByteSource source) {
        RequestId id = readRequest(source);
        int layer = Math.toIntExact(source.number());
        Session session = SessionForm.read(source);
        return new Transaction(id, layer, readList(KernelForms::readOperation, source), session);
    }

    private static void writeOperation(Operation operation, ByteSink sink) {
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

    static void writeEntry(VersionEntry entry, ByteSink sink) {
        sink.number(entry.version());
        writeRequest(entry.transaction(), sink);
        writeNode(entry.origin(), sink);
        sink.number(entry.committedAtMillis());
        writeList(entry.writes(), KernelForms::writeOperation, sink);
    }

    static VersionEntry readEntry(ByteSource source) {
        return new VersionEntry(
                source.number(),
                readRequest(source),
                readNode(source),
                source.number(),
                readList(KernelForms::readChange, source));
    }

    private static Operation.Change readChange(ByteSource source) {
        if (readOperation(source) instanceof Operation.Change change) {
            return change;
        }
        throw new IllegalArgumentException("a read among the changes of a version");
    }

    static void writeOutcome(Outcome outcome, ByteSink sink) {
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

    static Outcome readOutcome(ByteSource source) {
        int kind = kind(source);
        return switch (kind) {
            case COMMITTED ->
                new Outcome.Committed(
                        readNode(source),
                        Math.toIntExact(source.number()),
                        source.number(),
                        readList(KernelForms::readRead, source));
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

    static void writeData(SortedMap<String, Value> data, ByteSink sink) {
        sink.number(data.size());
        data.forEach((key, value) -> {
            sink.text(key);
            writeValue(value, sink);
        });
    }

    static SortedMap<String, Value> readData(ByteSource source) {
        SortedMap<String, Value> data = new TreeMap<>();
        for (int count = source.count(); count > 0; count--) {
            data.put(source.text(), readValue(source));
        }
        return data;
    }

    static int kind(ByteSource source) {
        return Math.toIntExact(source.number());
    }

    static IllegalArgumentException notKnown(String what, long kind) {
        return new IllegalArgumentException(what + " of kind " + kind + " is not known");
    }
}
