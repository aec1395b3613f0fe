package epidemic.runtime.storage;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.LongStream;

/** Entries to test with. */
final class Entries {
    static final long TIME = 1_795_228_668_123L;

    private Entries() {}

    static VersionEntry entry(long version) {
        return entry(version, new Operation.Write("k" + version % 10, "v" + version));
    }

    static VersionEntry entry(long version, Operation.Change... changes) {
        return new VersionEntry(
                version, new RequestId("client", version), NodeId.of("A1"), TIME + version, List.of(changes));
    }

    /** Versions {@code from} to {@code to}, both included. */
    static List<VersionEntry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Entries::entry).toList();
    }

    /** The lines of entries. */
    static byte[] bytes(List<VersionEntry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        entries.forEach(entry -> bytes.writeBytes(VersionLine.bytes(entry)));
        return bytes.toByteArray();
    }
}
