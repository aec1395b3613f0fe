package epidemic.protocol.layered;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.NodeId;
import epidemic.model.clock.Stamp;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of the values that records and messages are made of. A list is the number of its items and the items. */
final class ValueForms {
    private ValueForms() {}

    /** In the order of the nodes. */
    static void writeNumbers(Map<NodeId, Long> numbers, ByteSink sink) {
        sink.number(numbers.size());
        numbers.forEach((node, number) -> {
            KernelForms.writeNode(node, sink);
            sink.number(number);
        });
    }

    static Map<NodeId, Long> readNumbers(ByteSource source) {
        Map<NodeId, Long> numbers = new TreeMap<>();
        for (int count = source.count(); count > 0; count--) {
            numbers.put(KernelForms.readNode(source), source.number());
        }
        return numbers;
    }

    static void writeView(View view, ByteSink sink) {
        sink.number(view.epoch());
        KernelForms.writeList(view.members(), KernelForms::writeNode, sink);
    }

    static View readView(ByteSource source) {
        return new View(source.number(), KernelForms.readList(KernelForms::readNode, source));
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

    static void writeStamp(Stamp stamp, ByteSink sink) {
        sink.number(stamp.time());
        KernelForms.writeNode(stamp.node(), sink);
    }

    static Stamp readStamp(ByteSource source) {
        return new Stamp(source.number(), KernelForms.readNode(source));
    }

    static void writeBatch(Batch batch, ByteSink sink) {
        sink.number(batch.epoch());
        writeStamp(batch.stamp(), sink);
        sink.number(batch.sequence());
        sink.number(batch.orderedAtMillis());
        KernelForms.writeList(batch.transactions(), KernelForms::writeTransaction, sink);
    }

    static Batch readBatch(ByteSource source) {
        return new Batch(
                source.number(),
                readStamp(source),
                source.number(),
                source.number(),
                KernelForms.readList(KernelForms::readTransaction, source));
    }
}
