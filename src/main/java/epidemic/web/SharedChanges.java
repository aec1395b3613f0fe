package epidemic.web;

import java.util.Optional;

/** Changes that many sockets may send: written as JSON once, by the first that does. Thread-safe. */
final class SharedChanges {
    private final ChangeSet changes;
    private final WebSetup setup;
    private Optional<String> fields = Optional.empty();

    SharedChanges(ChangeSet changes, WebSetup setup) {
        this.changes = changes;
        this.setup = setup;
    }

    /** These changes and later ones. */
    SharedChanges merge(SharedChanges later) {
        return new SharedChanges(changes.merge(later.changes), setup);
    }

    ChangeSet changes() {
        return changes;
    }

    /** See {@link StatusJson#changeFields}. */
    synchronized String fields() {
        if (fields.isEmpty()) {
            fields = Optional.of(StatusJson.changeFields(changes, setup));
        }
        return fields.get();
    }
}
