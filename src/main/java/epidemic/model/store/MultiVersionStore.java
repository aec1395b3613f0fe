package epidemic.model.store;

import epidemic.kernel.Invariants;
import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys and values at every version of a window: the newest, and older ones down to {@link #oldestReadable()}.
 *
 * <p>Not thread-safe. A read at an old version costs O(changes of that key behind it), any other step O(1) for each key;
 * memory is one value for each key and one for each change inside the window.
 */
public final class MultiVersionStore {
    private final Map<String, ReplacedValues.Cell> cells = new HashMap<>();
    private final ReplacedValues replaced = new ReplacedValues();

    private long version;
    private long oldestReadable;

    /** The newest version, 0 while nothing was installed. */
    public long version() {
        return version;
    }

    /** The oldest version that can be read; at most {@link #version()}. */
    public long oldestReadable() {
        return oldestReadable;
    }

    /**
     * Tells whether changes fit what the keys hold: writes go to single values, appends to lists, and a key takes only
     * one of both.
     *
     * @return why they do not fit, or empty if they do
     */
    public Optional<String> mismatch(List<Operation.Change> changes) {
        // The kinds of keys that earlier changes of these have made; most transactions change one key.
        Map<String, Boolean> made = changes.size() > 1 ? new HashMap<>() : Collections.emptyMap();
        for (Operation.Change change : changes) {
            boolean appends = change instanceof Operation.Append;
            ReplacedValues.Cell cell = cells.get(change.key());
            boolean isList =
                    cell == null ? made.getOrDefault(change.key(), appends) : cell.newest() instanceof Value.Sequence;
            if (isList != appends) {
                return Optional.of("key " + change.key() + " holds a "
                        + (isList ? "list: only appends are allowed" : "single value: only writes are allowed"));
            }
            if (cell == null && changes.size() > 1) {
                made.put(change.key(), appends);
            }
        }
        return Optional.empty();
    }

    /**
     * Makes the next version out of the newest one.
     *
     * @param next the new version's number, {@code version() + 1}
     * @param changes in order; they must fit, see {@link #mismatch}
     */
    public void install(long next, List<Operation.Change> changes) {
        Invariants.check(next == version + 1, "version %d installed on top of %d", next, version);
        for (Operation.Change change : changes) {
            ReplacedValues.Cell cell = cells.get(change.key());
            if (cell == null) {
                cells.put(change.key(), replaced.create(Value.after(Optional.empty(), change), next));
            } else {
                replaced.replace(cell, Value.after(Optional.of(cell.newest()), change), next);
            }
        }
        version = next;
    }

    /** Holds a snapshot's state from now on, and nothing else: O(keys). */
    public void restore(Snapshot snapshot) {
        cells.clear();
        replaced.clear();
        snapshot.data().forEach((key, value) -> cells.put(key, ReplacedValues.before(value)));
        version = snapshot.version();
        oldestReadable = version;
    }

    /** The value at a key at the newest version, or empty if it was never written. */
    public Optional<Value> read(String key) {
        return Optional.ofNullable(cells.get(key)).map(ReplacedValues.Cell::newest);
    }

    /**
     * The value at a key at a version, or empty if the key had not been written by then.
     *
     * @throws IllegalArgumentException if that version cannot be read (any more)
     */
    public Optional<Value> readAt(String key, long atVersion) {
        requireReadable(atVersion);
        return Optional.ofNullable(cells.get(key)).map(cell -> replaced.at(cell, atVersion));
    }

    /**
     * All keys and values at a version, in key order: O(keys, and changes behind that version).
     *
     * @throws IllegalArgumentException if that version cannot be read (any more)
     */
    public SortedMap<String, Value> dataAt(long atVersion) {
        requireReadable(atVersion);
        SortedMap<String, Value> data = new TreeMap<>();
        cells.forEach((key, cell) -> {
            Value value = replaced.at(cell, atVersion);
            if (value != null) {
                data.put(key, value);
            }
        });
        return data;
    }

    /**
     * Gives up the versions before {@code newOldest} and what only they needed.
     *
     * @param newOldest the oldest version to keep readable; lower than now is no change
     * @return how many changes the versions had that are not within the window any more
     */
    public int forgetBefore(long newOldest) {
        Invariants.check(newOldest <= version, "oldest version %d above the newest %d", newOldest, version);
        oldestReadable = Math.max(oldestReadable, newOldest);
        return replaced.forgetThrough(oldestReadable);
    }

    private void requireReadable(long atVersion) {
        if (atVersion < oldestReadable || atVersion > version) {
            throw new IllegalArgumentException(
                    "version " + atVersion + " is not held: " + oldestReadable + " to " + version + " are");
        }
    }
}
