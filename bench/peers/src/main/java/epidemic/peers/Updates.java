package epidemic.peers;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What is written: one value at one of many keys, drawn beforehand and the same for every contender. Immutable. */
public final class Updates {
    private static final int DRAWN = 1 << 14;

    private final int keys;
    private final Update[] drawn = new Update[DRAWN];

    /**
     * One update.
     *
     * @param key the number of the key, as text
     * @param value as text
     * @param bytes the value in UTF-8; not to be changed
     */
    public record Update(String key, String value, byte[] bytes) {}

    /** Draws them. */
    public Updates(int keys, int valueBytes, long seed) {
        this.keys = keys;
        SplittableRandom random = new SplittableRandom(seed);
        String filler = "x".repeat(valueBytes);
        for (int index = 0; index < DRAWN; index++) {
            String value = ((random.nextInt() >>> 1) + filler).substring(0, valueBytes);
            drawn[index] =
                    new Update(Integer.toString(random.nextInt(keys)), value, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** How many keys there are: 0 up to this, exclusive. */
    public int keys() {
        return keys;
    }

    /** The update of that number. */
    public Update of(long number) {
        return drawn[(int) (number & DRAWN - 1)];
    }
}
