package epidemic.runtime.storage;

import epidemic.kernel.Message;
import java.util.List;

/**
 * One write of a journal.
 *
 * @param replaces whether it stands in place of all that was written before
 * @param records in order
 */
public record JournalWrite(boolean replaces, List<Message> records) {
    /** Copies the records. */
    public JournalWrite {
        records = List.copyOf(records);
    }
}
