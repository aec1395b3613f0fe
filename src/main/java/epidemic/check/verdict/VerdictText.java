package epidemic.check.verdict;

import epidemic.check.history.Op;
import java.util.Locale;

/** A verdict for people. */
public final class VerdictText {
    private static final int OPERATIONS_MAX = 12;

    private VerdictText() {}

    /** A line for the ruling, then a paragraph for each anomaly with its operations. */
    public static String of(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        text.append(verdict.guarantee())
                .append(": ")
                .append(verdict.ruling().name().toLowerCase(Locale.ROOT))
                .append(" (")
                .append(verdict.operations())
                .append(" operations");
        if (verdict.found() > 0) {
            text.append(", ").append(verdict.found()).append(verdict.found() == 1 ? " anomaly" : " anomalies");
        }
        text.append(")\n");
        verdict.notes().forEach(note -> text.append("  ").append(note).append('\n'));
        for (Anomaly anomaly : verdict.anomalies()) {
            text.append("  ")
                    .append(anomaly.name())
                    .append(": ")
                    .append(anomaly.explanation())
                    .append('\n');
            int shown = 0;
            for (Op op : anomaly.operations()) {
                if (++shown > OPERATIONS_MAX) {
                    text.append("    and ")
                            .append(anomaly.operations().size() - OPERATIONS_MAX)
                            .append(" more\n");
                    break;
                }
                text.append("    ").append(op).append('\n');
            }
        }
        return text.toString();
    }
}
