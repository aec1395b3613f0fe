package epidemic.runtime.storage;

import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the lines whose texts stand for themselves in JSON: ASCII without quotes, backslashes and control characters. All
 * but a few lines are such, and each costs a seventh of what a generator takes. The bytes are those of {@link VersionLine}.
 */
final class PlainLines {
    private static final byte[] VERSION = ascii("{\"version\":");
    private static final byte[] TRANSACTION = ascii(",\"transaction\":\"");
    private static final byte[] ORIGIN = ascii("\",\"origin\":\"");
    private static final byte[] COMMITTED_AT = ascii("\",\"committedAt\":\"");
    private static final byte[] WRITES = ascii("\",\"writes\":[[\"");
    private static final byte[] VALUE = ascii("\",\"");
    private static final byte[] APPENDED_VALUE = ascii("\",{\"append\":\"");
    private static final byte[] AFTER_VALUE = ascii("\"]");
    private static final byte[] AFTER_APPENDED_VALUE = ascii("\"}]");
    private static final byte[] NEXT_WRITE = ascii(",[\"");
    private static final byte[] END = ascii("]}\n");

    private final LineBuffer lines;
    private long timeMillis = Long.MIN_VALUE;
    private byte[] time = new byte[0];

    PlainLines(LineBuffer lines) {
        this.lines = lines;
    }

    /**
     * Adds the line of an entry.
     *
     * @return false if a text has to be escaped: then nothing was added
     */
    boolean add(VersionEntry entry) {
        int begin = lines.size();
        boolean isPlain = addTexts(entry);
        if (!isPlain) {
            lines.cut(begin);
        }
        return isPlain;
    }

    private boolean addTexts(VersionEntry entry) {
        lines.add(VERSION);
        lines.addNumber(entry.version());
        lines.add(TRANSACTION);
        if (!addRequest(entry.transaction())) {
            return false;
        }
        lines.add(ORIGIN);
        if (!lines.addPlain(entry.origin().name())) {
            return false;
        }
        lines.add(COMMITTED_AT);
        lines.add(timeOf(entry.committedAtMillis()));
        lines.add(WRITES);
        List<Operation.Change> writes = entry.writes();
        for (int index = 0; index < writes.size(); index++) {
            if (index > 0) {
                lines.add(NEXT_WRITE);
            }
            if (!addWrite(writes.get(index))) {
                return false;
            }
        }
        lines.add(END);
        return true;
    }

    private boolean addRequest(RequestId id) {
        boolean isPlain = lines.addPlain(id.client());
        if (id.sequence() != RequestId.NONE) {
            lines.write(':');
            lines.addNumber(id.sequence());
        }
        return isPlain;
    }

    private boolean addWrite(Operation.Change change) {
        boolean isAppend = change instanceof Operation.Append;
        boolean isPlain = lines.addPlain(change.key());
        lines.add(isAppend ? APPENDED_VALUE : VALUE);
        isPlain &= lines.addPlain(change.value());
        lines.add(isAppend ? AFTER_APPENDED_VALUE : AFTER_VALUE);
        return isPlain;
    }

    /** The entries of a batch have one time. */
    private byte[] timeOf(long millis) {
        if (millis != timeMillis) {
            time = ascii(CommitTime.format(millis));
            timeMillis = millis;
        }
        return time;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
