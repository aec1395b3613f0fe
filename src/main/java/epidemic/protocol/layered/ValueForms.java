package epidemic.protocol.layered;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.SessionForm;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.clock.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The bytes of the values that records and messages are made of. A list is the number of its items and the items. */
final class ValueForms {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int APPEND = 2;

    private ValueForms() {}

    static <T> void writeList(List<T> items, BiConsumer<T, ByteSink> form, ByteSink sink) {
        sink.number(items.size());
        for (int index = 0; index < items.size(); index++) {
            form.accept(items.get(index), sink);
        }
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

    static void writeNode(NodeId node, ByteSink sink) {
        sink.text(node.name());
    }

    /** The node of that name; those of the core are not made anew. */
    static NodeId readNode(ByteSource source) {
        String name = source.text();
        for (NodeId core : LayeredTopology.CORE) {
            if (core.name().equals(name)) {
                return core;
            }
        }
        return NodeId.of(name);
    }

    /** In the order of the nodes. */
    static void writeNumbers(Map<NodeId, Long> numbers, ByteSink sink) {
        sink.number(numbers.size());
        numbers.forEach((node, number) -> {
            writeNode(node, sink);
            sink.number(number);
        });
    }

    static Map<NodeId, Long> readNumbers(ByteSource source) {
        Map<NodeId, Long> numbers = new TreeMap<>();
        for (int count = source.count(); count > 0; count--) {
            numbers.put(readNode(source), source.number());
        }
        return numbers;
    }

    static void writeView(View view, ByteSink sink) {
        sink.number(view.epoch());
        writeList(view.members(), ValueForms::writeNode, sink);
    }

    static View readView(ByteSource source) {
        return new View(source.number(), readList(ValueForms::readNode, source));
    }

    static void writeProgress(Progress progress, ByteSink sink) {
        sink.number(progress.committed());
        sink.number(progress.below().size());
        for (int member = 0; member < progress.below().size(); member++) {
            sink.number(progress.below().get(member));
        }
    }

    static Progress readProgress(ByteSource source) {
        long committed = source.number();
        long[] below = new long[source.count()];
        for (int member = 0; member < below.length; member++) {
            below[member] = source.number();
        }
        return new Progress(committed, SequenceVector.of(below));
    }

    static void writeEntry(VersionEntry entry, ByteSink sink) {
        sink.number(entry.version());
        writeRequest(entry.transaction(), sink);
        writeNode(entry.origin(), sink);
        sink.number(entry.committedAtMillis());
        writeList(entry.writes(), ValueForms::writeOperation, sink);
    }

    static VersionEntry readEntry(ByteSource source) {
        return new VersionEntry(
                source.number(),
                readRequest(source),
                readNode(source),
                source.number(),
                readList(ValueForms::readChange, source));
    }

    private static Operation.Change readChange(ByteSource source) {
        if (readOperation(source) instanceof Operation.Change change) {
            return change;
        }
        throw new IllegalArgumentException("a read among the changes of a version");
    }

    static void writePart(SnapshotPart part, ByteSink sink) {
        sink.number(part.version());
        sink.number(part.counted());
        sink.number(part.items());
        sink.number(part.from());
        writeList(part.changes(), ValueForms::writeOperation, sink);
        writeList(part.clients(), ValueForms::writeRemembered, sink);
    }

    private static void writeRemembered(Snapshot.Remembered client, ByteSink sink) {
        sink.text(client.client());
        sink.number(client.highest());
    }

    static SnapshotPart readPart(ByteSource source) {
        return new SnapshotPart(
                source.number(),
                source.number(),
                source.number(),
                source.number(),
                readList(ValueForms::readChange, source),
                readList(from -> new Snapshot.Remembered(from.text(), from.number()), source));
    }

    static void writeStamp(Stamp stamp, ByteSink sink) {
        sink.number(stamp.time());
        writeNode(stamp.node(), sink);
    }

    static Stamp readStamp(ByteSource source) {
        return new Stamp(source.number(), readNode(source));
    }

    static void writeBatch(Batch batch, ByteSink sink) {
        sink.number(batch.epoch());
        writeStamp(batch.stamp(), sink);
        sink.number(batch.sequence());
        sink.number(batch.orderedAtMillis());
        writeList(batch.transactions(), ValueForms::writeTransaction, sink);
    }

    static Batch readBatch(ByteSource source) {
        return new Batch(
                source.number(),
                readStamp(source),
                source.number(),
                source.number(),
                readList(ValueForms::readTransaction, source));
    }

    private static void writeRequest(RequestId id, ByteSink sink) {
        sink.text(id.client());
        sink.number(id.sequence());
    }

    private static RequestId readRequest(ByteSource source) {
        return new RequestId(source.text(), source.number());
    }

    private static void writeTransaction(Transaction transaction, ByteSink sink) {
        writeRequest(transaction.id(), sink);
        sink.number(transaction.layer());
        SessionForm.write(transaction.session(), sink);
        writeList(transaction.operations(), ValueForms::writeOperation, sink);
    }

    private static Transaction readTransaction(ByteSource source) {
        RequestId id = readRequest(source);
        int layer = (int) source.number();
        Session session = SessionForm.read(source);
        return new Transaction(id, layer, readList(ValueForms::readOperation, source), session);
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
        long kind = source.number();
        String key = source.text();
        if (kind == READ) {
            return new Operation.Read(key);
        } else if (kind == WRITE) {
            return new Operation.Write(key, source.text());
        } else if (kind == APPEND) {
            return new Operation.Append(key, source.text());
        }
        throw new IllegalArgumentException("an operation of kind " + kind + " is not known");
    }
}
