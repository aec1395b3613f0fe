package epidemic.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The keys of a run. A key takes a bounded number of appends; then a fresh one takes its place, so lists stay short and
 * checkers have something to infer from. Values are numbered through the whole run, so none is written twice.
 */
final class KeySpace {
    private static final int APPENDS_MIN = 32;
    private static final int APPENDS_MAX = 64;

    private final SplittableRandom random;
    private final int[] liveKeys;
    private final int[] appendsLeft;
    private final double[] cumulated;
    private final boolean appends;
    private final Optional<String> onlyKey;
    private final long values;
    private int keyCount;
    private long valueCount;

    KeySpace(Workload workload, SplittableRandom random) {
        this(workload, random, Optional.empty(), Long.MAX_VALUE);
    }

    private KeySpace(Workload workload, SplittableRandom random, Optional<String> onlyKey, long values) {
        this.onlyKey = onlyKey;
        this.values = values;
        this.random = random;
        this.appends = workload.appends();
        this.liveKeys = new int[workload.keys()];
        this.appendsLeft = new int[workload.keys()];
        this.cumulated = new double[workload.keys()];
        double sum = 0;
        for (int slot = 0; slot < liveKeys.length; slot++) {
            renew(slot);
            sum += 1 / Math.pow(slot + 1.0, workload.zipf());
            cumulated[slot] = sum;
        }
    }

    /**
     * One list that never ends.
     *
     * @param values how many values there are, appended in turn
     */
    static KeySpace ofOneList(String list, long values, Workload workload, SplittableRandom random) {
        return new KeySpace(workload, random, Optional.of(list), values);
    }

    private void renew(int slot) {
        liveKeys[slot] = ++keyCount;
        appendsLeft[slot] = random.nextInt(APPENDS_MIN, APPENDS_MAX + 1);
    }

    /** A key to read. */
    String key() {
        return Integer.toString(liveKeys[slot()]);
    }

    /** A key to change; an append is counted. */
    String keyToChange() {
        int slot = slot();
        String key = Integer.toString(liveKeys[slot]);
        appendsLeft[slot]--;
        if (appends && appendsLeft[slot] == 0) {
            renew(slot);
        }
        return key;
    }

    String freshValue() {
        return Long.toString(1 + valueCount++ % values);
    }

    /** The keys that are in use now. */
    List<String> liveKeys() {
        if (onlyKey.isPresent()) {
            return List.of(onlyKey.get());
        }
        return Arrays.stream(liveKeys).mapToObj(Integer::toString).toList();
    }

    /** Every key that was ever in use. */
    List<String> allKeys() {
        if (onlyKey.isPresent()) {
            return List.of(onlyKey.get());
        }
        List<String> keys = new ArrayList<>();
        for (int key = 1; key <= keyCount; key++) {
            keys.add(Integer.toString(key));
        }
        return keys;
    }

    private int slot() {
        double drawn = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, drawn);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }
}
