package epidemic.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries, variants and turns made up for tests. */
final class Fakes {
    private Fakes() {}

    static Variant variant(String name, Storage storage) {
        Entry entry = new Entry(
                name,
                Hosting.ONE_JVM,
                Map.of(storage, "as it comes"),
                List.of(storage),
                () -> "1.0",
                Optional::empty,
                () -> {
                    throw new UnsupportedOperationException("nobody starts it");
                });
        return new Variant(entry, storage);
    }

    static Turn turn(String id, int round, int outstanding, double perSecond) {
        return new Turn(id, round, 10, List.of(new Sample(outstanding, perSecond, 0, 0, 1, 2)), null);
    }
}
