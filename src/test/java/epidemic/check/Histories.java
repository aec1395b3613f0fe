package epidemic.check;

import epidemic.check.history.History;
import epidemic.check.history.HistoryReader;
import epidemic.check.history.RunRecord;
import epidemic.check.verdict.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;

/** Short forms for histories in tests. */
final class Histories {
    private Histories() {}

    /** A history from the lines of a file. */
    static History read(String text) {
        try {
            return HistoryReader.read("test", new StringReader(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * A history in a short form, an event a line: {@code process type micro-ops}, such as {@code 0 ok [:w x 1]}. An
     * invocation may stand without its reads' values; {@code 0 both ...} is an invocation at once completed.
     */
    static History of(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String[] parts = line.trim().split(" ", 3);
            boolean both = parts[1].equals("both");
            if (both) {
                append(text, parts[0], "invoke", parts[2]);
            }
            append(text, parts[0], both ? "ok" : parts[1], parts[2]);
        }
        return read(text.toString());
    }

    private static void append(StringBuilder text, String process, String type, String steps) {
        text.append("{:process ")
                .append(process)
                .append(", :type :")
                .append(type)
                .append(", :f :txn, :value [");
        text.append(steps).append("]}\n");
    }

    static Verdict judge(String guarantee, History history) {
        return Guarantee.named(guarantee).judge(RunRecord.of(history));
    }
}
