package epidemic.model.transfer;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import java.util.List;

/**
 * A piece of a snapshot on its way: the snapshot's state is a row of changes in the order of keys, see {@link
 * Snapshot#changesOf}, and behind them stand its clients; this is some of them.
 *
 * @param version the snapshot's version
 * @param counted how many changes the versions up to it had
 * @param items how many changes and clients it has
 * @param from how many of them come before this piece
 * @param changes those of the piece
 * @param clients those of the piece, behind its changes
 */
public record SnapshotPart(
        long version,
        long counted,
        long items,
        long from,
        List<Operation.Change> changes,
        List<Snapshot.Remembered> clients) {
    /** Copies the changes. */
    public SnapshotPart {
        changes = List.copyOf(changes);
        clients = List.copyOf(clients);
    }

    /** How many items there are up to the end of this piece. */
    public long upTo() {
        return from + changes.size() + clients.size();
    }

    /** Its bytes: the numbers, then the lists, in their order. */
    public void write(ByteSink sink) {
        sink.number(version);
        sink.number(counted);
        sink.number(items);
        sink.number(from);
        KernelForms.writeList(changes, KernelForms::writeOperation, sink);
        KernelForms.writeList(clients, SnapshotPart::writeRemembered, sink);
    }

    private static void writeRemembered(Snapshot.Remembered client, ByteSink sink) {
        sink.text(client.client());
        sink.number(client.highest());
    }

    /** The reverse of {@link #write}. */
    public static SnapshotPart read(ByteSource source) {
        return new SnapshotPart(
                source.number(),
                source.number(),
                source.number(),
                source.number(),
                KernelForms.readList(KernelForms::readChange, source),
                KernelForms.readList(from -> new Snapshot.Remembered(from.text(), from.number()), source));
    }
}
