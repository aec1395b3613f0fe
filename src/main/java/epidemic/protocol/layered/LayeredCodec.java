package epidemic.protocol.layered;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import java.util.ArrayList;
import java.util.List;

/** The bytes of the core's journal. A number in front of each record tells its kind; it never gets another meaning. */
final class LayeredCodec implements MessageCodec {
    private static final int PROMISED = 1;
    private static final int ACCEPTED = 2;
    private static final int HELD = 3;
    private static final int APPLIED = 4;

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int APPEND = 2;

    @Override
    public void write(Message message, ByteSink sink) {
        if (message instanceof CoreRecord.Promised promised) {
            sink.number(PROMISED);
            sink.number(promised.epoch());
            sink.number(promised.coordinatorLife());
        } else if (message instanceof CoreRecord.Accepted accepted) {
            sink.number(ACCEPTED);
            sink.number(accepted.view().epoch());
            sink.number(accepted.view().members().size());
            accepted.view().members().forEach(member -> sink.text(member.name()));
            sink.number(accepted.inherited().size());
            accepted.inherited().forEach(batch -> writeBatch(batch, sink));
        } else if (message instanceof CoreRecord.Held held) {
            sink.number(HELD);
            writeBatch(held.batch(), sink);
        } else if (message instanceof CoreRecord.Applied applied) {
            sink.number(APPLIED);
            sink.number(applied.epoch());
            writeStamp(applied.stamp(), sink);
            sink.number(applied.version());
        } else {
            throw new IllegalArgumentException("no encoding of " + message.kind());
        }
    }

    @Override
    public Message read(ByteSource source) {
        long kind = source.number();
        if (kind == PROMISED) {
            return new CoreRecord.Promised(source.number(), source.number());
        } else if (kind == ACCEPTED) {
            return readAccepted(source);
        } else if (kind == HELD) {
            return new CoreRecord.Held(readBatch(source));
        } else if (kind == APPLIED) {
            return new CoreRecord.Applied(source.number(), readStamp(source), source.number());
        }
        throw new IllegalArgumentException("a record of kind " + kind + " is not known");
    }

    private static CoreRecord.Accepted readAccepted(ByteSource source) {
        long epoch = source.number();
        List<NodeId> members = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            members.add(node(source.text()));
        }
        List<Batch> inherited = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            inherited.add(readBatch(source));
        }
        return new CoreRecord.Accepted(new View(epoch, members), inherited);
    }

    private static void writeStamp(Stamp stamp, ByteSink sink) {
        sink.number(stamp.time());
        sink.text(stamp.node().name());
    }

    private static Stamp readStamp(ByteSource source) {
        return new Stamp(source.number(), node(source.text()));
    }

    private static void writeBatch(Batch batch, ByteSink sink) {
        sink.number(batch.epoch());
        writeStamp(batch.stamp(), sink);
        sink.number(batch.sequence());
        sink.number(batch.orderedAtMillis());
        List<Transaction> transactions = batch.transactions();
        sink.number(transactions.size());
        for (int index = 0; index < transactions.size(); index++) {
            writeTransaction(transactions.get(index), sink);
        }
    }

    private static Batch readBatch(ByteSource source) {
        long epoch = source.number();
        Stamp stamp = readStamp(source);
        long sequence = source.number();
        long orderedAtMillis = source.number();
        List<Transaction> transactions = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            transactions.add(readTransaction(source));
        }
        return new Batch(epoch, stamp, sequence, orderedAtMillis, transactions);
    }

    private static void writeTransaction(Transaction transaction, ByteSink sink) {
        sink.text(transaction.id().client());
        sink.number(transaction.id().sequence());
        sink.number(transaction.layer());
        sink.number(transaction.session());
        List<Operation> operations = transaction.operations();
        sink.number(operations.size());
        for (int index = 0; index < operations.size(); index++) {
            writeOperation(operations.get(index), sink);
        }
    }

    private static Transaction readTransaction(ByteSource source) {
        RequestId id = new RequestId(source.text(), source.number());
        int layer = (int) source.number();
        long session = source.number();
        List<Operation> operations = new ArrayList<>();
        for (int count = source.count(); count > 0; count--) {
            operations.add(readOperation(source));
        }
        return new Transaction(id, layer, operations, session);
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

    /** The node of that name; those of the core are not made anew. */
    private static NodeId node(String name) {
        for (NodeId core : LayeredTopology.CORE) {
            if (core.name().equals(name)) {
                return core;
            }
        }
        return NodeId.of(name);
    }
}
