package epidemic.web;

/** What the hub hands to a socket's stream. */
sealed interface StatusFrame {
    /** A message with all there is: the first, and after a jump. It is written as JSON in the socket's stream, not in the hub. */
    record First(long sequence, StatusJson.Snapshot snapshot) implements StatusFrame {
        @Override
        public String json() {
            return StatusJson.snapshot(sequence, snapshot);
        }
    }

    /** A later message. */
    record Later(long sequence, SharedChanges changes) implements StatusFrame {
        @Override
        public String json() {
            return StatusJson.changes(sequence, changes.fields());
        }
    }

    /** The end: the socket is to be closed cleanly. */
    enum End implements StatusFrame {
        INSTANCE;

        @Override
        public String json() {
            throw new IllegalStateException("the end has no JSON");
        }
    }

    /** The message's text. */
    String json();
}
