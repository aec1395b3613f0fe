package epidemic.model.lineage;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;

/**
 * A place in a log, and what the log is up to there.
 *
 * @param version the newest version that counts, 0 before all
 * @param digest of that version and all before it, see {@link DigestChain}
 */
public record LogMark(long version, long digest) {
    /** The mark of every log before its first version. */
    public static final LogMark START = new LogMark(0, DigestChain.START);

    /** Its bytes. */
    public void write(ByteSink sink) {
        sink.number(version);
        sink.number(digest);
    }

    /** The mark that was written. */
    public static LogMark read(ByteSource source) {
        return new LogMark(source.number(), source.number());
    }
}
