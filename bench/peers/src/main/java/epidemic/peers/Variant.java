package epidemic.peers;

/**
 * A contender with one kind of storage: what takes part.
 *
 * @param entry the contender
 * @param storage one of its variants
 */
public record Variant(Entry entry, Storage storage) {
    /** For commands and tables, for example {@code jraft:durable}. */
    public String id() {
        return entry.name() + ":" + storage;
    }
}
