package epidemic.model.transfer;

import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import java.util.List;

/** The beginning of some versions that one message takes: large values must not make messages that nothing carries. */
public final class Chunk {
    /** Of keys and values together; a single larger version is a message of its own. */
    public static final long CHARACTERS_MAX = 4 << 20;

    private Chunk() {}

    /** The first of these versions, one at least if there are any. */
    public static List<VersionEntry> of(List<VersionEntry> entries) {
        long characters = 0;
        for (int count = 0; count < entries.size(); count++) {
            characters += charactersOf(entries.get(count));
            if (characters > CHARACTERS_MAX && count > 0) {
                return entries.subList(0, count);
            }
        }
        return entries;
    }

    private static long charactersOf(VersionEntry entry) {
        long characters = 0;
        List<Operation.Change> writes = entry.writes();
        for (int index = 0; index < writes.size(); index++) {
            characters +=
                    writes.get(index).key().length() + writes.get(index).value().length();
        }
        return characters;
    }
}
