package epidemic.lab.bench;

import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The updates of a load: each writes one value at one of many keys. They are drawn beforehand, so that making a request
 * costs the load little. Immutable.
 */
final class Updates {
    private static final int DRAWN = 1 << 14;

    private final List<List<Operation>> drawn;

    /**
     * Draws them.
     *
     * @param onlyList the key of the one list that there is; empty if values are written at any key
     * @param keys how many keys there are
     * @param valueBytes the length of each value
     */
    Updates(Optional<String> onlyList, int keys, int valueBytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String filler = "x".repeat(valueBytes);
        this.drawn = random.ints(DRAWN, 0, keys)
                .mapToObj(key -> operations(onlyList, key, (random.nextInt() >>> 1) + filler, valueBytes))
                .toList();
    }

    private static List<Operation> operations(Optional<String> onlyList, int key, String text, int valueBytes) {
        String value = text.substring(0, valueBytes);
        return List.of(onlyList.<Operation>map(list -> new Operation.Append(list, value))
                .orElseGet(() -> new Operation.Write(Integer.toString(key), value)));
    }

    /** The update with that number of a client. */
    Transaction of(String client, long number) {
        return new Transaction(new RequestId(client, number), 0, drawn.get((int) (number & DRAWN - 1)));
    }
}
