package epidemic.web;

import java.util.Optional;

/** Changes that many sockets may send: written as JSON once, by the first that does. Thread-safe. */
final class SharedChanges {
    private final ChangeSet changes;
    private final Shown shown;
    private Optional<String> fields = Optional.empty();

    SharedChanges(ChangeSet changes, Shown shown) {
        this.changes = changes;
        this.shown = shown;
    }

    /** These changes and later ones. */
    SharedChanges merge(SharedChanges later) {
        return new SharedChanges(changes.merge(later.changes), shown);
    }

    ChangeSet changes() {
        return changes;
    }

    /** See {@link StatusJson#changeFields}. */
    synchronized String fields() {
        if (fields.isEmpty()) {
            fields = Optional.of(StatusJson.changeFields(changes, shown));
        }
        return fields.get();
    }
}
